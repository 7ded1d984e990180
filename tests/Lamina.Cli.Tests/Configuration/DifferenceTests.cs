using System.Text;
using Lamina.Daemon.Configuration;
using Lamina.Daemon.Configuration.Applying;
using Lamina.Daemon.Configuration.Steps;

namespace Lamina.Cli.Tests.Configuration;

/// <summary>From what a configuration did to what one wants.</summary>
public sealed class DifferenceTests
{
    private const string Register = """{ "name": "net", "layer": "ip" }""";

    private static readonly IReadOnlyList<ConfigStep> Base = Steps(4000, Register);

    [Fact]
    public void The_same_file_changes_nothing()
    {
        Difference difference = Difference.Between(Base, Steps(4000, Register));
        Assert.Empty(difference.Undo);
        Assert.Empty(difference.Do);
    }

    [Fact]
    public void From_nothing_everything_is_done_and_to_nothing_it_is_undone_in_reverse()
    {
        Assert.Equal(Base, Difference.Between([], Base).Do);
        Assert.Equal(Base.Reverse(), Difference.Between(Base, []).Undo);
    }

    [Fact]
    public void What_says_something_else_is_made_again_with_all_that_dies_with_it()
    {
        Difference difference = Difference.Between(Base, Steps(4001, Register));
        Assert.Equal(["registration of 'net' in layer ip", "IPC process udp.a of layer ip"], difference.Undo.Select(step => step.Description));
        Assert.Equal(["IPC process udp.a of layer ip", "registration of 'net' in layer ip"], difference.Do.Select(step => step.Description));
        Assert.Equal("udp.a", Assert.Single(difference.Replaced).Name);
    }

    [Fact]
    public void A_step_more_or_less_touches_nothing_else()
    {
        IReadOnlyList<ConfigStep> more = Steps(4000, Register + """, { "name": "other", "layer": "net" }""");
        Assert.Equal(["registration of 'other' in layer net"], Difference.Between(Base, more).Do.Select(step => step.Description));
        Assert.Empty(Difference.Between(Base, more).Undo);
        Assert.Equal(["registration of 'other' in layer net"], Difference.Between(more, Base).Undo.Select(step => step.Description));
        Assert.Empty(Difference.Between(more, Base).Do);
    }

    private static IReadOnlyList<ConfigStep> Steps(int port, string register)
    {
        ConfigurationFile file = ConfigurationFile.Parse("lab.json", Encoding.UTF8.GetBytes($$"""
            { "stacks": [ { "name": "default", "ipcps": [
              { "name": "udp.a", "type": "udp", "bootstrap": { "layer": "ip", "ip": "127.0.0.1", "port": {{port}} } },
              { "name": "net.a", "type": "unicast", "bootstrap": { "layer": "net", "autobind": true, "insecure": true } },
            ], "register": [ {{register}} ] } ] }
            """));
        Assert.Empty(file.Mistakes);
        return file.Stacks.Single().Steps;
    }
}

using System.Text.Json.Nodes;
using Lamina.Cli.Tests.Logging;
using Lamina.Daemon.Control;
using Lamina.Daemon.Hosting.State;

namespace Lamina.Cli.Tests.Authorities;

/// <summary>A host with a state directory of its own, no daemon, and a clock.</summary>
internal sealed class Host(DirectoryInfo root, string name, SteppedClock clock)
{
    public string State => Path.Combine(root.FullName, name);

    public string Stack => Path.Combine(State, "default");

    /// <summary>A command that must go well; what it printed.</summary>
    public async Task<string> DoAsync(string line, string input = "")
    {
        (int code, string output, string error) = await TryAsync(line, input);
        Assert.True(code == ExitCode.Ok, $"{line}: {code} {error}");
        return output;
    }

    public async Task<(int Code, string Out, string Error)> TryAsync(string line, string input = "")
    {
        TestCli cli = new() { Clock = clock, Input = input, Environment = { [StatePlace.Variable] = State } };
        int code = await cli.RunAsync(line);
        return (code, cli.Out, cli.Error);
    }

    /// <summary>What the authority of net has issued.</summary>
    public async Task<JsonNode> ShowAsync() => JsonNode.Parse(await DoAsync("layer-authority show net --json"))!["authorities"]![0]!;

    /// <summary>What the daemon of this host would say.</summary>
    public StateReport Report()
    {
        using StackState state = StackState.Open(Stack, clock);
        return state.Report;
    }
}

using System.Diagnostics;
using Lamina.EndToEnd.Tests.Documents;
using Lamina.EndToEnd.Tests.Lab;

namespace Lamina.EndToEnd.Tests;

/// <summary>A newcomer who types docs/TUTORIAL.md, line by line, and looks whether the screen shows what the page shows.</summary>
public class TutorialTests(ITestOutputHelper output)
{
    private const string Preparation = "Three hosts on one laptop";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Every_command_shows_what_the_page_shows()
    {
        Namespaces.Require();
        var page = Session.Read("docs/TUTORIAL.md");
        using var namespaces = new Namespaces();
        foreach (SessionStep step in page.Section(Preparation))
        {
            namespaces.Type(step.Text);
        }

        Dictionary<string, Host> hosts = new[] { "a", "b", "c" }.ToDictionary(name => name, name => new Host(namespaces.NameOf(name)));
        try
        {
            foreach (SessionStep step in page.AllBut(Preparation))
            {
                Assert.True(hosts.ContainsKey(step.Host), $"no sentence says on which host to type: {step.Text}");
                await TypeAsync(hosts[step.Host], step);
            }
        }
        finally
        {
            foreach (Host host in hosts.Values)
            {
                host.Dispose();
            }
        }
    }

    private async Task TypeAsync(Host host, SessionStep step)
    {
        for (var clock = Stopwatch.StartNew(); ; await Task.Delay(100))
        {
            RunningCommand running = host.StartInShell(step.Text);
            (string? missing, string all) = step.GoesOn ? await WatchAsync(running, step) : await RunAsync(running, step);
            if (missing is null)
            {
                output.WriteLine($"[{step.Host}] $ {step.Text}\n{all}");
                return;
            }

            Assert.True(step.IsLook && clock.Elapsed < Patience, $"the page shows, on {step.Host}, below {step.Text}:\n{missing}\nbut:\n{all}");
        }
    }

    private static async Task<(string? Missing, string All)> RunAsync(RunningCommand running, SessionStep step)
    {
        CommandResult result = await running.WaitAsync(Patience);
        return (ShownOutput.FirstMissing(step.Shown, result.MustSucceed().Output, result.Error), $"{result.Output}{result.Error}(exit {result.ExitCode})");
    }

    private static async Task<(string? Missing, string All)> WatchAsync(RunningCommand running, SessionStep step)
    {
        await running.WaitForOutputAsync(step.Shown[0].Split("...")[0].Trim(), Patience);
        string? missing;
        for (var clock = Stopwatch.StartNew(); (missing = ShownOutput.FirstMissing(step.Shown, running.Output, running.Error)) is not null && clock.Elapsed < Patience;)
        {
            await Task.Delay(10);
        }

        return (missing, $"{running.Output}{running.Error}");
    }
}

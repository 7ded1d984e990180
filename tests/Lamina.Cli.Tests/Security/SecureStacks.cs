using Lamina.Cli.Tests.Programs;

namespace Lamina.Cli.Tests.Security;

/// <summary>Stacks a and b over UDP on loopback, with state directories; a has bootstrapped the secure layer `net`, as a person does.</summary>
internal sealed class SecureStacks : IAsyncDisposable
{
    private SecureStacks(RealDaemon daemon) => Daemon = daemon;

    public RealDaemon Daemon { get; }

    /// <summary>What the bootstrap said.</summary>
    public string Said { get; private set; } = "";

    public static async Task<SecureStacks> StartAsync()
    {
        SecureStacks stacks = new(await RealDaemon.StartWithStateAsync("a", "b"));
        try
        {
            await stacks.DoAsync("a", "ipcp bootstrap udp.a --type udp --layer ip --ip 127.0.0.1 --port 0");
            string port = (await stacks.DoAsync("a", "show udp.a info")).Split('\n').Single(line => line.StartsWith("port", StringComparison.Ordinal)).Split(' ')[^1];
            await stacks.DoAsync("b", $"ipcp bootstrap udp.b --type udp --layer ip --ip 127.0.0.1 --port 0 --peer 127.0.0.1:{port}");
            (int code, _, string error) = await stacks.TryAsync("a", "ipcp bootstrap net.a --type unicast --layer net --autobind");
            Assert.True(code == 0, error);
            stacks.Said = error;
            await stacks.DoAsync("a", "register net.a --layer ip");
            return stacks;
        }
        catch
        {
            await stacks.DisposeAsync();
            throw;
        }
    }

    public Task<(int Code, string Output, string Error)> TryAsync(string stack, string line) => Daemon.RunAsync($"{line} --stack {stack}");

    public Task<string> DoAsync(string stack, string line) => Daemon.MustAsync($"{line} --stack {stack}");

    /// <summary>Leaves what a command printed in a file.</summary>
    public async Task<string> DoToFileAsync(string stack, string line)
    {
        string file = Path.Combine(Daemon.RuntimeDirectory, $"{Guid.NewGuid():N}.txt");
        await File.WriteAllTextAsync(file, await DoAsync(stack, line));
        return file;
    }

    /// <summary>A credential for stack b, as a's authority issues it: the file.</summary>
    public async Task<string> IssueAsync(string terms = "--all-names")
    {
        string request = await DoToFileAsync("b", "layer-authority request");
        return await DoToFileAsync("a", $"layer-authority issue net --for {request} {terms}");
    }

    /// <summary>Stack b is a neighbour of a's.</summary>
    public async Task JoinAsync(string terms = "--all-names")
    {
        await DoAsync("b", $"ipcp enrol net.b --type unicast --dst net.a --autobind --credential {await IssueAsync(terms)}");
        await DoAsync("b", "ipcp connect net.b --dst net.a");
    }

    public ValueTask DisposeAsync() => Daemon.DisposeAsync();
}

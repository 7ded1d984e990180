using Lamina.Core;
using Lamina.Ipc;
using Lamina.Node;

namespace Lamina.Tests;

/// <summary>Stacks for tests: one in this process that programs may attach to, with a local layer.</summary>
internal sealed class TestStacks : IAsyncDisposable
{
    private readonly string _directory = Path.Combine(Path.GetTempPath(), $"lamina-test-{Guid.NewGuid():N}");

    private TestStacks() => Daemon = new StackNode(new StackOptions { Name = "test", AttachDirectory = _directory });

    /// <summary>What a daemon would host.</summary>
    public StackNode Daemon { get; }

    public string Directory => _directory;

    public string Socket => Path.Combine(_directory, "attach.sock");

    public static async Task<TestStacks> StartAsync(params string[] names)
    {
        var stacks = new TestStacks();
        stacks.Daemon.Start();
        AssertOk(await stacks.Daemon.Management.Ipcps.CreateAsync("l", IpcProcessKind.Local));
        AssertOk(await stacks.Daemon.Management.Ipcps.BootstrapLocalAsync("l", "here"));
        foreach (string name in names)
        {
            AssertOk(await stacks.Daemon.Management.Names.RegisterAsync(Name.Parse(name), "here"));
        }

        return stacks;
    }

    public Task<NetworkStack> AttachAsync(TimeSpan? returnTime = null) => NetworkStack.OpenAsync(_directory, returnTime);

    public static void AssertOk(Outcome outcome) => Assert.True(outcome.IsOk, outcome.Message);

    public async ValueTask DisposeAsync()
    {
        await Daemon.StopAsync();
        System.IO.Directory.Delete(_directory, recursive: true);
    }
}

using Lamina.Core;
using Lamina.Ipc;
using Lamina.Node;

namespace Lamina.Tests;

/// <summary>Stacks for tests: one in this process that programs may attach to, with a local layer.</summary>
internal sealed class TestStacks : IAsyncDisposable
{
    private readonly string _directory = Path.Combine(Path.GetTempPath(), $"lamina-test-{Guid.NewGuid():N}");

    private TestStacks(int? directRingCapacity = null)
    {
        var options = new StackOptions { Name = "test", AttachDirectory = _directory };
        Daemon = new StackNode(directRingCapacity is { } capacity ? options with { DirectRingCapacity = capacity } : options);
    }

    /// <summary>What a daemon would host.</summary>
    public StackNode Daemon { get; }

    public string Directory => _directory;

    public string Socket => Path.Combine(_directory, "attach.sock");

    public static Task<TestStacks> StartAsync(params string[] names) => StartAsync(null, names);

    /// <param name="directRingCapacity">As <see cref="StackOptions.DirectRingCapacity"/>; null: as by default.</param>
    /// <param name="names">Registered in the local layer.</param>
    public static async Task<TestStacks> StartAsync(int? directRingCapacity, params string[] names)
    {
        var stacks = new TestStacks(directRingCapacity);
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

using Lamina.Core;
using Lamina.Ipc;
using Lamina.Node;
using Lamina.Node.Access;

namespace Lamina.Tests;

/// <summary>Stacks for tests: one in this process that programs may attach to, with a local layer.</summary>
internal sealed class TestStacks : IAsyncDisposable
{
    private readonly string _directory = Path.Combine(Path.GetTempPath(), $"lamina-test-{Guid.NewGuid():N}");

    private TestStacks(StackOptions options) => Daemon = new StackNode(options with { Name = "test", AttachDirectory = _directory });

    /// <summary>What a daemon would host.</summary>
    public StackNode Daemon { get; }

    public string Directory => _directory;

    public string Socket => Path.Combine(_directory, "attach.sock");

    public static Task<TestStacks> StartAsync(params string[] names) => BeginAsync(new StackOptions(), names);

    /// <param name="sharesMemory">False: packets of programs go over the socket.</param>
    /// <param name="names">Registered in the local layer.</param>
    public static Task<TestStacks> StartAsync(bool sharesMemory, params string[] names) => BeginAsync(OptionsOf(sharesMemory), names);

    /// <summary>With rights for other users.</summary>
    public static Task<TestStacks> StartForAsync(StackAccess access, params string[] names) => BeginAsync(new StackOptions { Access = access }, names);

    /// <param name="directRingCapacity">As <see cref="StackOptions.DirectRingCapacity"/>; null: as by default.</param>
    /// <param name="names">Registered in the local layer.</param>
    public static Task<TestStacks> StartAsync(int? directRingCapacity, params string[] names)
    {
        var options = new StackOptions();
        return BeginAsync(directRingCapacity is { } capacity ? options with { DirectRingCapacity = capacity } : options, names);
    }

    /// <summary>A stack's options where the tests ask for a way of attaching.</summary>
    public static StackOptions OptionsOf(bool sharesMemory) => sharesMemory ? new StackOptions() : new StackOptions { AttachRingCapacity = 0 };

    private static async Task<TestStacks> BeginAsync(StackOptions options, string[] names)
    {
        var stacks = new TestStacks(options);
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

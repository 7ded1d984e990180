using System.Net;
using System.Security.Cryptography;
using Lamina.Core;
using Lamina.Ipc;
using Lamina.Ipc.Unicast;
using Lamina.Ipc.Unicast.Adjacencies;
using Lamina.Node;
using Lamina.Node.Management;

namespace Lamina.Tests.Return;

/// <summary>
/// What a daemon would host: a stack with a udp layer on loopback and a member of a unicast layer, which can be ended as by kill -9, and
/// started again with the same configuration.
/// </summary>
internal sealed class MortalDaemon(string name, Name layer, MortalDaemon? entry = null) : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly string _directory = Path.Combine(Path.GetTempPath(), $"lamina-test-{Guid.NewGuid():N}");
    private readonly byte[] _key = RandomNumberGenerator.GetBytes(StackKeep.KeyLength);
    private IPEndPoint _place = new(IPAddress.Loopback, 0);

    /// <summary>Where its socket is.</summary>
    public string Place => _directory;

    public RememberedMembers Members { get; } = new();

    /// <summary>False: it has no state directory.</summary>
    public bool Keeps { get; init; } = true;

    /// <summary>False: in its next life packets of programs go over the socket.</summary>
    public bool SharesMemory { get; set; } = true;

    public StackNode Node { get; private set; } = null!;

    public Name Member => Name.Parse($"{layer}.{name}");

    public MortalDaemon? Peer { get; set; }

    /// <summary>Only the stack, without a layer.</summary>
    public void Begin(byte[]? key = null)
    {
        Node = new StackNode(TestStacks.OptionsOf(SharesMemory) with
        {
            Name = name,
            AttachDirectory = _directory,
            Keep = Keeps ? new StackKeep(key ?? _key, Members) : null,
        });
        Node.Start();
    }

    /// <summary>As a declarative configuration would: steps that others are needed for are repeated.</summary>
    public async Task SetUpAsync(params string[] names)
    {
        IpcpManagement ipcps = Node.Management.Ipcps;
        TestStacks.AssertOk(await ipcps.CreateAsync("u", IpcProcessKind.Udp));
        IPEndPoint[] peers = (Peer ?? entry) is { _place.Port: > 0 } peer ? [peer._place] : [];
        TestStacks.AssertOk(await ipcps.BootstrapUdpAsync("u", new UdpParameters("ip", _place) { Peers = [.. peers], IsInsecure = true }));
        _place = (await ipcps.ListPortsAsync())[0].Local;
        TestStacks.AssertOk(await ipcps.CreateAsync(Member.Value, IpcProcessKind.Unicast));
        TestStacks.AssertOk(await Node.Management.Names.BindIpcpAsync(Member, Member.Value));
        TestStacks.AssertOk(await Node.Management.Names.RegisterAsync(Member, "ip"));
        if (entry is null)
        {
            TestStacks.AssertOk(await ipcps.BootstrapUnicastAsync(Member.Value, new UnicastParameters(layer) { IsInsecure = true }));
        }
        else
        {
            await AwaitAsync(() => ipcps.EnrolAsync(Member.Value, new EnrolmentParameters(entry.Member) { IsInsecure = true }));
            await AwaitAsync(() => ipcps.ConnectAsync(Member.Value, entry.Member, ConnectionComponents.All));
        }

        foreach (string served in names)
        {
            await AwaitAsync(() => Node.Management.Names.RegisterAsync(Name.Parse(served), layer.Value));
        }
    }

    /// <summary>The udp IPC process below the layer goes, in good order, and another one takes its place.</summary>
    public async Task ReplaceBearerAsync()
    {
        IpcpManagement ipcps = Node.Management.Ipcps;
        TestStacks.AssertOk(await ipcps.DestroyAsync("u"));
        TestStacks.AssertOk(await ipcps.CreateAsync("u2", IpcProcessKind.Udp));
        IPEndPoint[] peers = Peer is { _place.Port: > 0 } peer ? [peer._place] : entry is { } first ? [first._place] : [];
        TestStacks.AssertOk(await ipcps.BootstrapUdpAsync("u2", new UdpParameters("ip", new IPEndPoint(IPAddress.Loopback, 0)) { Peers = [.. peers], IsInsecure = true }));
    }

    public Task<NetworkStack> AttachAsync(TimeSpan? returnTime = null) => NetworkStack.OpenAsync(_directory, returnTime ?? Patience);

    /// <summary>As by kill -9: nobody is told.</summary>
    public async Task KillAsync()
    {
        Node.Dispose();
        await Node.Driver.Stopped.WaitAsync(Patience);
    }

    public async ValueTask DisposeAsync()
    {
        await Node.StopAsync();
        Directory.Delete(_directory, recursive: true);
    }

    private static async Task AwaitAsync(Func<Task<Outcome>> attempt)
    {
        using var patience = new CancellationTokenSource(Patience);
        Outcome last;
        do
        {
            last = await attempt().WaitAsync(patience.Token);
        }
        while (!last.IsOk && !patience.IsCancellationRequested);

        TestStacks.AssertOk(last);
    }
}

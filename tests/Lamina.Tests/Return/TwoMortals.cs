using Lamina.Core;
using Lamina.Tests.Udp;

namespace Lamina.Tests.Return;

/// <summary>Two daemons of one layer, a program at each, and a flow between the programs: asked for at b, served at a.</summary>
internal sealed class TwoMortals : IAsyncDisposable
{
    private const string Served = "served";

    public MortalDaemon A { get; }

    public required MortalDaemon B { get; init; }

    public NetworkStack Server { get; private set; } = null!;

    public NetworkStack Client { get; private set; } = null!;

    public FlowListener Listener { get; private set; } = null!;

    public Flow Serving { get; private set; } = null!;

    public Flow Asking { get; private set; } = null!;

    public static TimeSpan Patience { get; } = TimeSpan.FromSeconds(60);

    public static async Task<TwoMortals> StartAsync(QosSpec? qos = null, bool keeps = true, TimeSpan? returnTime = null, bool sharesMemory = true)
    {
        var a = new MortalDaemon("a", Name.Parse("net")) { Keeps = keeps, SharesMemory = sharesMemory };
        var b = new MortalDaemon("b", Name.Parse("net"), a) { Keeps = keeps, SharesMemory = sharesMemory };
        return await StartAsync(new TwoMortals(a) { B = b }, qos, returnTime);
    }

    private TwoMortals(MortalDaemon a) => A = a;

    private static async Task<TwoMortals> StartAsync(TwoMortals two, QosSpec? qos, TimeSpan? returnTime)
    {
        two.A.Begin();
        two.B.Begin();
        await two.A.SetUpAsync();
        two.A.Peer = two.B;
        await two.B.SetUpAsync();
        two.Server = await two.A.AttachAsync(returnTime);
        two.Client = await two.B.AttachAsync(returnTime);
        two.Listener = await two.Server.ListenAsync(Served);
        TestStacks.AssertOk(await two.A.Node.Management.Names.RegisterAsync(Name.Parse(Served), "net"));
        Task<Flow> accepting = two.Listener.AcceptAsync();
        two.Asking = await UnicastLayer.AllocateWhenKnownAsync(two.Client, Served, "net", qos);
        two.Serving = await accepting.WaitAsync(Patience);
        return two;
    }

    /// <summary>Kills the daemon, sees the flow down at its program, starts it again, and sees the flow up.</summary>
    public async Task RestartAsync(MortalDaemon daemon)
    {
        Flow flow = daemon == A ? Serving : Asking;
        await daemon.KillAsync();
        await TestWait.UntilAsync(() => !flow.IsUp);
        daemon.Begin();
        await (daemon == A ? daemon.SetUpAsync(Served) : daemon.SetUpAsync());
        await TestWait.UntilAsync(() => flow.IsUp);
    }

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync();
        await Server.DisposeAsync();
        await B.DisposeAsync();
        await A.DisposeAsync();
    }
}

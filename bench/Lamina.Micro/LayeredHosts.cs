using Lamina.Core;
using Lamina.Ipc;
using Lamina.Ipc.Udp;
using Lamina.Ipc.Unicast;
using Lamina.Ipc.Unicast.Adjacencies;
using Lamina.Protocols.Flows;
using Lamina.Simulation;
using Lamina.Simulation.Links;
using Lamina.Simulation.Programs;

namespace Lamina.Micro;

/// <summary>Two simulated hosts with a link between them, unicast layers on each other, and a flow over the topmost to an echo server.</summary>
internal sealed class LayeredHosts : IOutcomeSink, IFlowEndUser, IDisposable
{
    private const string Server = "echo";

    private static readonly Duration Patience = Duration.FromSeconds(60);

    private readonly SimulatedNetwork _network = new(seed: 1);
    private readonly SimulatedHost _asking;
    private readonly SimulatedHost _serving;
    private readonly byte[] _message = new byte[64];
    private FlowEnd? _end;
    private Outcome? _outcome;
    private bool _isReadable;

    public LayeredHosts(int depth, QosSpec qos)
    {
        (_asking, _serving) = (_network.AddHost("asking"), _network.AddHost("serving"));
        SimulatedDatagramPort[] ports = [_asking.OpenPort(3435), _serving.OpenPort(3435)];
        _network.Link(ports[0], ports[1], new LinkProfile { Jitter = Duration.Zero, Latency = Duration.FromMicroseconds(20) });
        AddUdp(_asking, ports[0], ports[1]);
        AddUdp(_serving, ports[1], ports[0]);
        for (int i = 1; i <= depth; i++)
        {
            AddLayer(i);
        }

        Check(_serving.Irm.Bind(Name.Parse(Server), new EchoServer(_serving.Irm.ServiceFor(Server))));
        Register(Server, LayerAt(depth));
        var dialer = new FlowDialer(_asking.Irm.ServiceFor("asking"), qos, this, (end, _) => _end = end, reason => throw new InvalidOperationException($"no flow: {reason}"));
        _asking.Do(now => dialer.Start(Name.Parse(Server), now, LayerAt(depth)));
        Await(() => _end is not null);
    }

    /// <summary>Writes a message and reads it when it has come back.</summary>
    /// <returns>Its length.</returns>
    public int RoundTrip()
    {
        _isReadable = false;
        _asking.Do(now =>
        {
            int written = 0;
            _end!.Write(_message, ref written, now);
        });
        Await(() => _isReadable);
        int length = 0;
        _asking.Do(now => _end!.Read(_message, out length, now));
        return length;
    }

    public void HandleOutcome(Outcome outcome, Instant now) => _outcome = outcome;

    public void HandleReadable(Instant now) => _isReadable = true;

    public void HandleWritable(Instant now)
    {
    }

    public void HandleClosed(CloseReason reason, Instant now)
    {
    }

    public void Dispose() => _network.Dispose();

    private static string LayerAt(int depth) => depth == 0 ? "udp" : $"layer{depth}";

    private static void AddUdp(SimulatedHost host, SimulatedDatagramPort port, SimulatedDatagramPort peer) => Check(host.Irm.Add(
        new UdpIpcProcess(LayerAt(0), new UdpSettings { Layer = LayerAt(0), IsInsecure = true, Peers = [peer.Local] }, port, host.Irm)));

    private static void Check(Outcome outcome)
    {
        if (!outcome.IsOk)
        {
            throw new InvalidOperationException(outcome.Message);
        }
    }

    // The serving host's member is the first; the other enrols and connects to it.
    private void AddLayer(int depth)
    {
        Name first = Name.Parse($"first.{LayerAt(depth)}");
        UnicastIpcProcess serving = New(_serving, first.Value);
        int below = depth == 1 ? 1444 : _serving.Irm.Processes.InLayer(LayerAt(depth - 1))[0].Limits!.Value.MaxPacketSize;
        var parameters = new UnicastParameters(Name.Parse(LayerAt(depth))) { LowerMaxPacketSize = below, IsInsecure = true };
        Run(_serving, now => serving.Bootstrap(parameters, this, now));
        Check(_serving.Irm.BindProcess(first, serving.Name));
        Register(first.Value, LayerAt(depth - 1));
        UnicastIpcProcess asking = New(_asking, $"second.{LayerAt(depth)}");
        Run(_asking, now => asking.Enrol(new EnrolmentParameters(first) { IsInsecure = true }, this, now));
        Run(_asking, now => asking.Connect(first, ConnectionComponents.All, this, now));
        Await(() => asking.Routes.Count == 1 && serving.Routes.Count == 1);
    }

    private static UnicastIpcProcess New(SimulatedHost host, string name)
    {
        var process = new UnicastIpcProcess(name, host.Irm);
        Check(host.Irm.Add(process));
        return process;
    }

    private void Register(string name, string layer) => Run(_serving, now => _serving.Irm.RegisterInLayer(Name.Parse(name), layer, this, now));

    private void Run(SimulatedHost host, Action<Instant> operation)
    {
        _outcome = null;
        host.Do(operation);
        Await(() => _outcome is not null);
        Check(_outcome!.Value);
    }

    private void Await(Func<bool> condition)
    {
        if (!_network.RunUntil(condition, Patience))
        {
            throw new InvalidOperationException("what was waited for did not come");
        }
    }
}

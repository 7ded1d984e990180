using Lamina.Bearers.Crypto;
using Lamina.Core;
using Lamina.Ipc;
using Lamina.Ipc.Udp;
using Lamina.Ipc.Unicast;
using Lamina.Ipc.Unicast.Adjacencies;
using Lamina.Security.Primitives;
using Lamina.Simulation;
using Lamina.Simulation.Links;
using Lamina.Simulation.Programs;
using Lamina.Wire.Connections;

namespace Lamina.Fuzz.Machines;

/// <summary>Three hosts in a row: an honest member, another one in the middle, and at the end a host that belongs to the enemy. In virtual time, by one seed.</summary>
internal sealed class SmallNetwork : IOutcomeSink, IDisposable
{
    public const string Layer = "net";

    private static readonly Duration Patience = Duration.FromSeconds(60);

    private readonly SimulatedNetwork _network = new(7) { IsHashed = false };
    private Outcome? _outcome;

    public SmallNetwork(bool isSecure)
    {
        SimulatedHost[] hosts = [_network.AddHost("far"), _network.AddHost("middle"), _network.AddHost("enemy")];
        Ports = [.. hosts.Select(host => host.OpenPort(3435))];
        _network.Link(Ports[0], Ports[1], Cable);
        _network.Link(Ports[1], Ports[2], Cable);
        for (int i = 0; i < hosts.Length; i++)
        {
            AddBearer(hosts[i], i);
        }

        Far = new UnicastIpcProcess("far", hosts[0].Irm);
        Middle = new UnicastIpcProcess("middle", hosts[1].Irm);
        var parameters = new UnicastParameters(Name.Parse(Layer)) { IsInsecure = !isSecure, Security = isSecure ? SecurityOf(2) : null };
        Must(1, sink => Middle.Bootstrap(parameters, sink, Now), Middle);
        Publish(1, "middle", Middle);
        Must(0, sink => Far.Enrol(new(Name.Parse("middle")) { IsInsecure = !isSecure, Security = isSecure ? SecurityOf(3) : null }, sink, Now), Far);
        Must(0, sink => Far.Connect(Name.Parse("middle"), ConnectionComponents.All, sink, Now));
        Echo(0);
        Echo(1);
        _network.RunFor(Duration.FromSeconds(2));
    }

    public Instant Now => _network.Now;

    public SimulatedDatagramPort[] Ports { get; }

    public UnicastIpcProcess Far { get; }

    public UnicastIpcProcess Middle { get; }

    public SimulatedHost Enemy => _network.Hosts[2];

    public SimulatedHost Victim => _network.Hosts[1];

    private static LinkProfile Cable => new() { Latency = Duration.FromMicroseconds(10), Jitter = Duration.Zero, Cut = 0, Merge = 0 };

    /// <summary>What this machine agrees with fastest.</summary>
    public static IKeyAgreement Agreement { get; } = (IKeyAgreement?)X25519.Instance ?? P256.Instance;

    public static LayerSecurity SecurityOf(ulong seed) => new(Samples.Member(seed, X25519.Instance), [Agreement]);

    public void RunFor(Duration time) => _network.RunFor(time);

    public bool RunUntil(Func<bool> condition) => _network.RunUntil(condition, Patience);

    /// <summary>What the enemy says of itself when it asks for a flow.</summary>
    public static ConnectionHello Hello(ConnectionComponent component, ulong address) => new(
        component,
        component switch
        {
            ConnectionComponent.Enrolment => new("lamina.enrolment", 1, 1),
            ConnectionComponent.Management => new("lamina.link-state", 1, 1),
            _ => new("lamina.data-transfer", 2, 2),
        },
        99,
        component == ConnectionComponent.Enrolment ? Address.None : new Address(address),
        component == ConnectionComponent.Enrolment ? default : NameHash.Of(Name.Parse(Layer), HashAlgorithmId.Sha3_256),
        "enemy");

    /// <summary>Throws where the victim holds more than it may after whatever was said to it.</summary>
    public void Examine()
    {
        MachineContext context = Victim.Context;
        if (context.Pool.AllocatedBytes > context.Pool.Limit || context.Timers.Count > 5000 || Victim.Irm.Flows.All.Count > 5000)
        {
            throw new InvalidOperationException(
                $"the victim holds {context.Pool.AllocatedBytes} bytes of buffers, {context.Timers.Count} timers, {Victim.Irm.Flows.All.Count} flows");
        }
    }

    public void HandleOutcome(Outcome outcome, Instant now) => _outcome = outcome;

    public void Dispose() => _network.Dispose();

    private void AddBearer(SimulatedHost host, int i)
    {
        UdpEndpoint[] peers = [.. new[] { i - 1, i + 1 }.Where(j => j is >= 0 and < 3).Select(j => Ports[j].Local)];
        Check(host.Irm.Add(new UdpIpcProcess("udp", new UdpSettings { Layer = "ip", IsInsecure = true, Peers = peers }, Ports[i], host.Irm)));
    }

    private void Echo(int host)
    {
        SimulatedHost at = _network.Hosts[host];
        Check(at.Irm.Bind(Name.Parse($"echo{host}"), new EchoServer(at.Irm.ServiceFor("echo"))));
        Must(host, sink => at.Irm.RegisterInLayer(Name.Parse($"echo{host}"), Layer, sink, Now));
    }

    private void Publish(int host, string name, UnicastIpcProcess process)
    {
        Check(_network.Hosts[host].Irm.BindProcess(Name.Parse(name), process.Name));
        Must(host, sink => _network.Hosts[host].Irm.RegisterInLayer(Name.Parse(name), "ip", sink, Now));
    }

    private void Must(int host, Action<IOutcomeSink> operation, UnicastIpcProcess? added = null)
    {
        if (added is not null)
        {
            Check(_network.Hosts[host].Irm.Add(added));
        }

        _outcome = null;
        _network.Hosts[host].Do(_ => operation(this));
        Check(RunUntil(() => _outcome is not null) ? _outcome!.Value : Outcome.Failed("no outcome"));
    }

    private static void Check(Outcome outcome)
    {
        if (!outcome.IsOk)
        {
            throw new InvalidOperationException(outcome.Message);
        }
    }
}

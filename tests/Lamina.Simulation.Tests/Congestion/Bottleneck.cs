using Lamina.Core;
using Lamina.Ipc.Unicast;
using Lamina.Ipc.Unicast.Scheduling;
using Lamina.Simulation.Links;

namespace Lamina.Simulation.Tests.Congestion;

/// <summary>
/// Hosts 0 and 1, a router 2, and host 3 behind a narrow link: layers on each other, all through the router, the first over udp.
/// The link takes one packet ahead, and one more from those who do not ask, so that what waits waits in the layer.
/// </summary>
internal sealed class Bottleneck : IDisposable
{
    public const int UdpMaxPacketSize = 1444;

    private readonly ulong? _capacity;
    private int _names;

    public Bottleneck(ulong seed, string policy, int depth = 1, LinkProfile? narrow = null, LinkProfile? wide = null, ulong? capacity = null)
    {
        _capacity = capacity;
        Lab = new Lab(seed, hosts: 4);
        Links = Lab.AddUdp("udp", [(0, 2), (1, 2), (2, 3)], profile: wide ?? new LinkProfile { Jitter = Duration.Zero, BitsPerSecond = 100_000_000, QueueBytes = 6000 });
        Links[2].Profile = narrow ?? Narrow(10_000_000);
        for (int i = 1; i <= depth; i++)
        {
            Layers.Add(AddLayer($"net{i}", i == 1 ? "udp" : $"net{i - 1}", UdpMaxPacketSize - (15 * (i - 1)), policy));
        }
    }

    public Lab Lab { get; }

    public SimulatedLink[] Links { get; }

    /// <summary>The members of each layer, by host.</summary>
    public List<UnicastIpcProcess[]> Layers { get; } = [];

    public string Top => $"net{Layers.Count}";

    /// <summary>Time that a full datagram takes on the narrow link.</summary>
    public Duration PacketTime => Duration.FromSeconds(1452 * 8.0 / Links[2].Profile.BitsPerSecond);

    public static LinkProfile Narrow(long bitsPerSecond) => new()
    {
        Jitter = Duration.Zero,
        BitsPerSecond = bitsPerSecond,
        QueueBytes = 3000,
    };

    public UnicastIpcProcess[] AddLayer(string layer, string lower, int lowerMaxPacketSize, string policy)
    {
        UnicastIpcProcess router = Lab.Bootstrap(
            2, $"r.{layer}", new UnicastParameters(Name.Parse(layer)) { LowerMaxPacketSize = lowerMaxPacketSize, Congestion = policy });
        Lab.Publish(2, $"r.{layer}", router, lower);
        UnicastIpcProcess a = Lab.Join(0, $"a.{layer}", $"r.{layer}", _capacity * 10);
        UnicastIpcProcess b = Lab.Join(1, $"b.{layer}", $"r.{layer}", _capacity * 10);
        UnicastIpcProcess d = Lab.Join(3, $"d.{layer}", $"r.{layer}", _capacity);
        UnicastIpcProcess[] members = [a, b, router, d];
        Lab.AwaitRoutes(Duration.FromSeconds(5), members);
        return members;
    }

    /// <summary>Starts a flow from a host to host 3.</summary>
    public (Source Source, Sink Sink) Open(int host, QosSpec qos, int size, Duration interval = default, string? layer = null)
    {
        (Source source, Sink sink) = TryOpen(host, qos, size, interval, layer);
        Assert.Equal(CloseReason.None, source.Refused);
        return (source, sink);
    }

    /// <summary>As the other; it may be refused.</summary>
    public (Source Source, Sink Sink) TryOpen(int host, QosSpec qos, int size, Duration interval = default, string? layer = null)
    {
        string name = $"sink{++_names}";
        var sink = new Sink(Lab.Hosts[3]);
        Assert.Equal(Outcome.Ok, Lab.Hosts[3].Irm.Bind(Name.Parse(name), sink));
        Lab.Register(3, name, layer ?? Top);
        var source = new Source(Lab.Hosts[host], qos, size, interval);
        source.Start(Name.Parse(name), layer);
        Assert.True(
            Lab.Network.RunUntil(() => source.End is not null || source.Refused != CloseReason.None, Lab.Patience), "no flow and no answer");
        return (source, sink);
    }

    public void Run(double seconds) => Lab.Network.RunFor(Duration.FromSeconds(seconds));

    /// <summary>What became of it, for whoever looks at a failure.</summary>
    public void Tell(params Sink[] sinks)
    {
        ITestOutputHelper output = TestContext.Current.TestOutputHelper!;
        foreach (Sink sink in sinks)
        {
            output.WriteLine($"{sink.Rate / 1e6:0.000} Mbit/s, {sink.Messages} messages, p50 {sink.Delay(50)}, p99 {sink.Delay(99)}");
        }

        foreach (UnicastIpcProcess member in Layers.SelectMany(layer => layer))
        {
            foreach (SchedulingClass which in Enum.GetValues<SchedulingClass>())
            {
                SchedulingCounters queue = member.Counters!.Scheduling[(int)which];
                if (queue.Waited + queue.Dropped > 0)
                {
                    output.WriteLine(
                        $"{member.Name} {which}: waited {queue.Waited}, marked {queue.Marked}, dropped {queue.Dropped}, late {queue.Late}, "
                        + $"most {queue.MostBytes} bytes");
                }
            }

            output.WriteLine($"{member.Name}: {member.Counters!.Congestion.ReportsReceived} reports, {member.Counters.Congestion.Silences} silences");
        }

        output.WriteLine($"link: {Links[2].ForthCounters.Sent} sent, {Links[2].ForthCounters.Dropped} dropped, {Links[2].ForthCounters.Lost} lost");
    }

    public void Dispose() => Lab.Dispose();
}

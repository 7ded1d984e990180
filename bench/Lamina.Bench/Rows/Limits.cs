using Lamina.Bench.Bare;
using Lamina.Bench.Measuring;
using Lamina.Bench.Networks;
using Lamina.Spike.Flow;
using Lamina.Spike.Pipelines;

namespace Lamina.Bench.Rows;

/// <summary>What the platform itself gives: the rows that others are compared with.</summary>
internal static class Limits
{
    // Of bare UDP: the flows have bounds of their own.
    private const int Window = 16 * Shape.RawSegments;
    private const int WindowOfShort = 256;

    private static readonly Lazy<Cable> Two = new(() => Topology.Cable(2));
    private static readonly Lazy<Cable> Three = new(() => Topology.Cable(3));

    public static Row Of(Family family, string name, Func<IMeasured> open) => new(family, name) { Open = () => Task.Run(open) };

    public static UdpPair Pair() => UdpPair.Open(Two.Value);

    public static UdpPair PairThroughRelay() => UdpPair.Open(Three.Value);

    /// <summary>One packet a call.</summary>
    public static RawPipeline Singly(int payload = Shape.Payload) => NewRaw(payload == Shape.Payload ? Window : WindowOfShort, payload, 1);

    /// <summary>With segmentation offload.</summary>
    public static RawPipeline Offloaded(int payload = Shape.Payload) =>
        NewRaw(payload == Shape.Payload ? Window : WindowOfShort, payload, Shape.RawSegments);

    /// <summary>With segmentation offload, one seal and one opening for each packet.</summary>
    public static SealedPipeline Sealed(int payload = Shape.Payload) => new(Pair(), payload == Shape.Payload ? Window : WindowOfShort, payload);

    /// <summary>With offload, through the relay, whose processor time is all that counts.</summary>
    public static OneWay Relayed()
    {
        UdpPair pair = PairThroughRelay();
        var pipeline = new RawPipeline(Window, Shape.Payload, Shape.RawSegments, pair.Asking, pair.Serving, pair.Target) { Counted = () => pair.Through!.ProcessorTime };
        return new OneWay(pipeline, OneWay.AsForwarding, pair.Through);
    }

    public static TcpPipeline Tcp() => new(Two.Value.Hosts[0].OpenTcp(), Two.Value.Hosts[1].OpenTcp(), Two.Value.AddressOf(1, 0));

    private static RawPipeline NewRaw(int window, int payload, int segments)
    {
        UdpPair pair = Pair();
        return new RawPipeline(window, payload, segments, pair.Asking, pair.Serving, pair.Target);
    }
}

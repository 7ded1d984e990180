using Lamina.Spike.Measuring;
using Lamina.Spike.Pipelines;

namespace Lamina.Bench.Measuring;

/// <summary>One way, as fast as it goes.</summary>
/// <param name="pipeline">Goes with this.</param>
/// <param name="figures">What is told of a round.</param>
/// <param name="beside">Goes with this, too; null: nothing.</param>
internal sealed class OneWay(Pipeline pipeline, Func<Sample, double[]> figures, IDisposable? beside = null) : IMeasured
{
    /// <summary>For <see cref="Family.Packets"/>.</summary>
    public static double[] AsPackets(Sample sample) => [sample.PacketsPerSecond / 1e3, sample.ProcessorNanosecondsPerPacket];

    /// <summary>For <see cref="Family.Goodput"/> and <see cref="Family.Sizes"/>.</summary>
    public static double[] AsGoodput(Sample sample) => [sample.GigabitsPerSecond, sample.ProcessorNanosecondsPerPacket];

    /// <summary>The same, of packets with so many bytes each: the board counts them as 1400.</summary>
    public static double[] OfPayload(Sample sample, int bytes) => [sample.PacketsPerSecond * bytes * 8 / 1e9, sample.ProcessorNanosecondsPerPacket];

    /// <summary>For <see cref="Family.Forwarding"/>.</summary>
    public static double[] AsForwarding(Sample sample) => [sample.ProcessorNanosecondsPerPacket, sample.GigabitsPerSecond];

    public double[] Measure(TimeSpan length) => figures(Measurer.Measure(pipeline, length));

    public void Dispose()
    {
        pipeline.Dispose();
        beside?.Dispose();
    }
}

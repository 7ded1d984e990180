using Lamina.Spike.Measuring;
using Lamina.Spike.Pipelines;

namespace Lamina.Bench.Measuring;

/// <summary>One way, as fast as it goes.</summary>
internal sealed class OneWay(Pipeline pipeline) : IMeasured
{
    public Sample Measure(TimeSpan length) => Measurer.Measure(pipeline, length);

    public void Dispose() => pipeline.Dispose();
}

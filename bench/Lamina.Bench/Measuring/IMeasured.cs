using Lamina.Spike.Measuring;

namespace Lamina.Bench.Measuring;

/// <summary>Something that runs for a while, and says what came of it. Idle in between.</summary>
internal interface IMeasured : IDisposable
{
    /// <summary>Packets are round trips where that is the question.</summary>
    Sample Measure(TimeSpan length);
}

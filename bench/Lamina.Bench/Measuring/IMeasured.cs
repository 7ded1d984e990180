namespace Lamina.Bench.Measuring;

/// <summary>Something that runs for a while, and says what came of it. Idle in between.</summary>
internal interface IMeasured : IDisposable
{
    /// <summary>A figure for each column of the family.</summary>
    double[] Measure(TimeSpan length);
}

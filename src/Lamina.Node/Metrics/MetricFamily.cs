namespace Lamina.Node.Metrics;

/// <summary>Values of one meaning, told apart by labels.</summary>
/// <param name="Name">Lower case with underscores; ends with the unit where there is one. Without the suffix of its kind.</param>
/// <param name="Kind">What the values do.</param>
/// <param name="Unit">"bytes", "seconds", or empty where things are counted.</param>
/// <param name="Help">One sentence.</param>
public sealed record MetricFamily(string Name, MetricKind Kind, string Unit, string Help)
{
    private readonly List<MetricSample> _samples = [];

    /// <summary>The values.</summary>
    public IReadOnlyList<MetricSample> Samples => _samples;

    /// <summary>Adds to the value with these labels; they must come in the same order each time.</summary>
    internal void Add(double value, KeyValuePair<string, string>[] labels)
    {
        int index = _samples.FindIndex(sample => sample.Labels.SequenceEqual(labels));
        if (index < 0)
        {
            _samples.Add(new MetricSample(labels, value));
        }
        else
        {
            _samples[index] = new MetricSample(labels, _samples[index].Value + value);
        }
    }
}

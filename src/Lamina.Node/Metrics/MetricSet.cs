namespace Lamina.Node.Metrics;

/// <summary>All metrics at one moment, by family in the order of their first value.</summary>
public sealed class MetricSet
{
    private readonly Dictionary<string, MetricFamily> _families = [];
    private readonly List<MetricFamily> _order = [];

    /// <summary>The families.</summary>
    public IReadOnlyList<MetricFamily> Families => _order;

    /// <summary>The family of that name; null: there is none.</summary>
    public MetricFamily? Find(string name) => _families.GetValueOrDefault(name);

    /// <summary>The sum of a family's values; 0 where there is no such family.</summary>
    public double Sum(string name) => Find(name)?.Samples.Sum(sample => sample.Value) ?? 0;

    /// <summary>A thing that is counted as it is now.</summary>
    public void Gauge(string name, string help, double value, params (string Name, string Value)[] labels) =>
        Add(name, MetricKind.Gauge, "", help, value, labels);

    /// <summary>As <see cref="Gauge(string, string, double, ValueTuple{string, string}[])"/>, in a unit that ends the name.</summary>
    public void GaugeOf(string unit, string name, string help, double value, params (string Name, string Value)[] labels) =>
        Add(name, MetricKind.Gauge, unit, help, value, labels);

    /// <summary>What has been counted since the beginning.</summary>
    public void Counter(string name, string help, double value, params (string Name, string Value)[] labels) =>
        Add(name, MetricKind.Counter, "", help, value, labels);

    /// <summary>As <see cref="Counter(string, string, double, ValueTuple{string, string}[])"/>, in a unit that ends the name.</summary>
    public void CounterOf(string unit, string name, string help, double value, params (string Name, string Value)[] labels) =>
        Add(name, MetricKind.Counter, unit, help, value, labels);

    /// <summary>What does not change, as labels.</summary>
    public void Info(string name, string help, params (string Name, string Value)[] labels) =>
        Add(name, MetricKind.Info, "", help, 1, labels);

    private void Add(string name, MetricKind kind, string unit, string help, double value, (string Name, string Value)[] labels)
    {
        if (!_families.TryGetValue(name, out MetricFamily? family))
        {
            family = new MetricFamily(name, kind, unit, help);
            _families.Add(name, family);
            _order.Add(family);
        }

        family.Add(value, Array.ConvertAll(labels, label => KeyValuePair.Create(label.Name, label.Value)));
    }
}

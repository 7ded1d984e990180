namespace Lamina.Node.Metrics;

/// <summary>One value.</summary>
/// <param name="Labels">What it is of, each name once.</param>
/// <param name="Value">The value.</param>
public sealed record MetricSample(IReadOnlyList<KeyValuePair<string, string>> Labels, double Value)
{
    /// <summary>The value of a label; null where it has none of that name.</summary>
    public string? Label(string name)
    {
        foreach ((string key, string value) in Labels)
        {
            if (key == name)
            {
                return value;
            }
        }

        return null;
    }
}

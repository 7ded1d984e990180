namespace Lamina.Node.Metrics;

/// <summary>What the values of a metric do.</summary>
public enum MetricKind
{
    /// <summary>Rise and fall.</summary>
    Gauge,

    /// <summary>Only rise, until what counts ends.</summary>
    Counter,

    /// <summary>Are 1: the labels say it all.</summary>
    Info,
}

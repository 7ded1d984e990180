namespace Lamina.Bench.Measuring;

/// <summary>What two ends do.</summary>
internal enum WorkKind
{
    /// <summary>There and back, one at a time; who waits sleeps.</summary>
    Trips,

    /// <summary>The same; who waits asks again and again.</summary>
    BusyTrips,

    /// <summary>One way, as fast as it goes.</summary>
    OneWay,
}

using Lamina.Core;

namespace Lamina.Simulation;

/// <summary>The time of the day on a simulated host: that of the network, and how far the host's clock is off.</summary>
public sealed class SimulatedWallClock : IWallClock
{
    /// <summary>When every simulation begins.</summary>
    public static readonly DateTimeOffset Epoch = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly SimulatedNetwork _network;

    internal SimulatedWallClock(SimulatedNetwork network) => _network = network;

    /// <summary>How far the clock is ahead; default 0.</summary>
    public TimeSpan Offset { get; set; }

    /// <inheritdoc/>
    public DateTimeOffset WallTime => Epoch + TimeSpan.FromTicks(_network.Now.Nanoseconds / TimeSpan.NanosecondsPerTick) + Offset;
}

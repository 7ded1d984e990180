using Lamina.Simulation.Transport;

namespace Lamina.Cli.Sim.Transport;

/// <summary>A cell. Shares are from 0 to 1, delays in milliseconds.</summary>
public sealed record TransportEntry(
    string Cell,
    double LossPercent,
    string Impairment,
    int RoundTripMs,
    int Depth,
    double Goodput,
    double MedianDelayMs,
    double LongDelayMs,
    double Resent,
    double Destroyed,
    double Doubled,
    long Timeouts,
    double PairGoodput,
    double Fairness,
    double VirtualSeconds,
    string? Failure)
{
    internal static TransportEntry Of(TransportResult result) => new(
        result.Cell.Name,
        result.Cell.LossPercent,
        result.Cell.Fault.ToString().ToLowerInvariant(),
        result.Cell.RoundTripMs,
        result.Cell.Depth,
        result.Goodput,
        result.MedianDelay.Nanoseconds / 1e6,
        result.LongDelay.Nanoseconds / 1e6,
        result.Resent,
        result.Destroyed,
        result.Doubled,
        result.Timeouts,
        result.PairGoodput,
        result.Fairness,
        result.Took.TotalSeconds,
        result.Fault);
}

namespace Lamina.Cli.Tools.Ping;

/// <summary>Counts answers and their round-trip times.</summary>
internal sealed class PingStatistics
{
    private readonly HashSet<uint> _seen = [];
    private uint _highest;
    private double _sum;
    private double _sumOfSquares;

    public int Sent { get; private set; }

    /// <summary>Different answers; a duplicate counts once.</summary>
    public int Received => _seen.Count;

    /// <summary>Answers to a packet that was sent before one already answered.</summary>
    public int OutOfOrder { get; private set; }

    public double MinMs { get; private set; } = double.PositiveInfinity;

    public double MaxMs { get; private set; }

    public double AverageMs => Received == 0 ? 0 : _sum / Received;

    /// <summary>Standard deviation of the round-trip times.</summary>
    public double DeviationMs =>
        Received == 0 ? 0 : Math.Sqrt(Math.Max(0, (_sumOfSquares / Received) - (AverageMs * AverageMs)));

    /// <summary>In percent of what was sent.</summary>
    public double LossPercent => Sent == 0 ? 0 : 100.0 * (Sent - Math.Min(Received, Sent)) / Sent;

    public void CountSent() => Sent++;

    /// <summary>False for an answer that came before.</summary>
    public bool CountReceived(uint sequence, double milliseconds)
    {
        if (!_seen.Add(sequence))
        {
            return false;
        }

        if (_seen.Count > 1 && sequence < _highest)
        {
            OutOfOrder++;
        }

        _highest = Math.Max(_highest, sequence);
        _sum += milliseconds;
        _sumOfSquares += milliseconds * milliseconds;
        MinMs = Math.Min(MinMs, milliseconds);
        MaxMs = Math.Max(MaxMs, milliseconds);
        return true;
    }
}

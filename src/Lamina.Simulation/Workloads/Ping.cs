using Lamina.Core;
using Lamina.Simulation.Networks;
using Lamina.Simulation.Programs;

namespace Lamina.Simulation.Workloads;

/// <summary>Allocates a flow to a station's echo server by its name, sends so many messages, closes it.</summary>
public sealed class Ping : Operation
{
    private readonly Pinger _pinger;

    /// <summary>Begins.</summary>
    public Ping(Station from, Station to, int count, Instant now)
        : base(from, to, now)
    {
        _pinger = new Pinger(from.Host.Irm.ServiceFor("ping"), QosSpec.Data, count);
        from.Host.Do(at => _pinger.Start(to.EchoName, at));
    }

    /// <summary>The round trips so far.</summary>
    public IReadOnlyList<Duration> RoundTrips => _pinger.RoundTrips;

    /// <inheritdoc/>
    public override Instant Progressed => Started;

    /// <inheritdoc/>
    public override bool IsDone => _pinger.IsDone;

    /// <inheritdoc/>
    public override bool OnlyListens => _pinger.OnlyListens;

    /// <inheritdoc/>
    public override CloseReason Ended => _pinger.Refused != CloseReason.None ? _pinger.Refused : _pinger.Closed;

    /// <inheritdoc/>
    public override string ToString() => $"ping from {From} to {To}, {RoundTrips.Count} answers";
}

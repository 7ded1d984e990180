using Lamina.Core;
using Lamina.Simulation.Networks;

namespace Lamina.Simulation.Workloads;

/// <summary>Something that a program at one station wants of another, from the call to the end.</summary>
public abstract class Operation(Station from, Station to, Instant started)
{
    private readonly int _life = from.Life;
    private readonly int _peerLife = to.Life;

    /// <summary>Who asks.</summary>
    public Station From { get; } = from;

    /// <summary>Who is asked.</summary>
    public Station To { get; } = to;

    /// <summary>When it began.</summary>
    public Instant Started { get; } = started;

    /// <summary>When it last got further.</summary>
    public abstract Instant Progressed { get; }

    /// <summary>True when it brought what was wanted.</summary>
    public abstract bool IsDone { get; }

    /// <summary>Why there was no flow, or how it ended; none while it goes on.</summary>
    public abstract CloseReason Ended { get; }

    /// <summary>True where the asking host has died meanwhile: nobody waits any more.</summary>
    public bool IsAbandoned => !From.IsAlive || From.Life != _life;

    /// <summary>True while it waits for an answer, over a flow that has nothing to send.</summary>
    public abstract bool OnlyListens { get; }

    /// <summary>
    /// True where the asked host has died and who asks only listens: without a keep-alive a flow learns of its peer's death
    /// when it sends, so nothing can tell.
    /// </summary>
    public bool ListensToTheDead => OnlyListens && (!To.IsAlive || To.Life != _peerLife);

    /// <summary>True when nothing more will happen.</summary>
    public bool IsOver => Ended != CloseReason.None || IsAbandoned;
}

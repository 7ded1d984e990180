using Lamina.Core;
using Lamina.Simulation.Networks;

namespace Lamina.Simulation.Workloads;

/// <summary>Something that a program at one station wants of another, from the call to the end.</summary>
public abstract class Operation(Station from, Station to, Instant started)
{
    private readonly int _life = from.Life;

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

    /// <summary>True when nothing more will happen.</summary>
    public bool IsOver => Ended != CloseReason.None || IsAbandoned;
}

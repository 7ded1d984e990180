using Lamina.Core;

namespace Lamina.Simulation.Mangling;

/// <summary>
/// What a <see cref="MangledPort"/> does to the trains that it receives. Chances are from 0 to 1; one that is 0 draws nothing.
/// The default hands every datagram up by itself, in order and at once.
/// </summary>
public sealed record ManglingProfile
{
    /// <summary>
    /// Changes nothing but where trains begin and end, and when they come: what receive offload may do at any time, so nobody
    /// may notice.
    /// </summary>
    public static readonly ManglingProfile Regrouped = new() { Merge = 0.8, Hold = 0.4, Cut = 0.1, Interleave = 0.5 };

    /// <summary>Also loses, repeats and reorders datagrams: what a network may do.</summary>
    public static readonly ManglingProfile Hostile = Regrouped with { Drop = 0.02, Duplicate = 0.02, Reorder = 0.05 };

    /// <summary>Per datagram: it joins the train of the one before it, of the same sender, where lengths allow.</summary>
    public double Merge { get; init; }

    /// <summary>Per train that comes: it waits up to <see cref="HoldTime"/>, and what comes after it waits as well.</summary>
    public double Hold { get; init; }

    /// <summary>Per datagram handed up: what is behind it waits up to <see cref="HoldTime"/>.</summary>
    public double Cut { get; init; }

    /// <summary>Per datagram handed up: another sender's comes next. The order of each sender is kept.</summary>
    public double Interleave { get; init; }

    /// <summary>Per datagram: it is lost.</summary>
    public double Drop { get; init; }

    /// <summary>Per datagram: it comes twice.</summary>
    public double Duplicate { get; init; }

    /// <summary>Per datagram: it overtakes up to eight that wait.</summary>
    public double Reorder { get; init; }

    /// <summary>The longest that anything waits; default 2 ms.</summary>
    public Duration HoldTime { get; init; } = Duration.FromMilliseconds(2);
}

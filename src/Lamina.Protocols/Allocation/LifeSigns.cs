using Lamina.Core;

namespace Lamina.Protocols.Allocation;

/// <summary>
/// The signs of life on a flow whose ends have none of their own (no FRCP): each side says that it knows the flow when it has
/// sent nothing for a sixth of the time after which the peer would give it up, so that some of these may be lost. Two stores per
/// train; the deadline moves once in a sixth.
/// </summary>
/// <param name="patience">The longest silence of the peer; <see cref="Duration.Zero"/>: it is not watched.</param>
internal struct LifeSigns(Duration patience)
{
    private const int SignPart = 6;

    // Who slept through the time itself has given the peer no chance: several looks must have found nothing.
    private const int LeastLooks = 3;

    private Instant _sent;
    private Instant _heard;
    private int _looks;

    /// <summary>The flow is open from now on.</summary>
    public void Begin(Instant now) => _sent = _heard = now;

    /// <summary>True where something came after a moment.</summary>
    public readonly bool HasHeardSince(Instant moment) => _heard > moment;

    /// <summary>Packets or a sign of life went out.</summary>
    public void NoteSent(Instant now) => _sent = now;

    /// <summary>Something came.</summary>
    public void NoteHeard(Instant now)
    {
        _heard = now;
        _looks = 0;
    }

    /// <summary>When to look again; <see cref="Instant.Never"/> where nobody is watched.</summary>
    public readonly Instant Next(Instant now)
    {
        if (patience == Duration.Zero)
        {
            return Instant.Never;
        }

        Instant end = _heard + patience;
        Instant sign = Instant.Max(_sent + (patience / SignPart), now);
        return end > now ? Instant.Min(sign, end) : sign;
    }

    /// <summary>The peer waits for a sign.</summary>
    public readonly bool OwesSign(Instant now) => patience > Duration.Zero && now - _sent >= patience / SignPart;

    /// <summary>Looks, when it is time: true where nothing came for longer than the flow allows.</summary>
    public bool IsPeerLost(Instant now) => ++_looks >= LeastLooks && patience > Duration.Zero && now - _heard >= patience;
}

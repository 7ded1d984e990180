using Lamina.Core;

namespace Lamina.Ipc.Unicast.Adjacencies;

/// <summary>How long a data flow has said nothing, and what was asked since. A probe is a sign of life, and no traffic.</summary>
internal sealed class LinkSilence(Instant now)
{
    private const int ManyPackets = 8;

    private static readonly Duration BusyTime = Duration.FromSeconds(1);

    private long _heard;
    private long _probes;
    private long _heardBefore;
    private long _probesBefore;
    private Instant _busyUntil;

    /// <summary>When something came last. A new flow was made a moment ago, by talking.</summary>
    public Instant HeardAt { get; private set; } = now;

    /// <summary>Probes sent since something came.</summary>
    public int Unanswered { get; private set; }

    /// <summary>Packets came.</summary>
    public void NoteHeard(int count, Instant now)
    {
        _heard += count;
        HeardAt = now;
    }

    /// <summary>One of them was a probe, or the answer to one.</summary>
    public void NoteProbe() => _probes++;

    /// <summary>When the last of them was sent.</summary>
    public Instant AskedAt { get; private set; }

    /// <summary>A probe is sent.</summary>
    public void NoteAsked(Instant now)
    {
        Unanswered++;
        AskedAt = now;
    }

    /// <summary>There is a reason to doubt: asked at the next look, whatever it said before.</summary>
    public void Distrust()
    {
        (_heardBefore, _probesBefore) = (_heard, _probes);
        HeardAt = default;
    }

    /// <summary>True for a while after it brought many packets.</summary>
    public bool IsBusy(Instant now) => now < _busyUntil;

    /// <summary>Looks what came since the last look.</summary>
    public void Look(Instant now)
    {
        long heard = _heard - _heardBefore;
        long probes = _probes - _probesBefore;
        (_heardBefore, _probesBefore) = (_heard, _probes);
        if (heard - probes >= ManyPackets)
        {
            _busyUntil = now + BusyTime;
        }

        if (heard > 0)
        {
            Unanswered = 0;
        }
    }
}

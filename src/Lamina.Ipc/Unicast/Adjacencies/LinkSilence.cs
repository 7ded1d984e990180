using Lamina.Core;

namespace Lamina.Ipc.Unicast.Adjacencies;

/// <summary>How long a data flow has said nothing, and what was asked since. A probe is a sign of life, and no traffic.</summary>
internal sealed class LinkSilence
{
    private static readonly Duration Idle = Duration.FromMilliseconds(4500);
    private static readonly Duration BusyTime = Duration.FromSeconds(1);

    private long _heard;
    private long _probes;
    private long _heardBefore;
    private long _probesBefore;
    private Instant _busyUntil;
    private Instant _quietUntil;

    /// <summary>A new flow: it was made a moment ago, by talking.</summary>
    public LinkSilence(Instant now) => _quietUntil = now + Idle;

    /// <summary>Probes sent since something came.</summary>
    public int Unanswered { get; set; }

    /// <summary>Packets came.</summary>
    public void NoteHeard(int count) => _heard += count;

    /// <summary>One of them was a probe, or the answer to one.</summary>
    public void NoteProbe() => _probes++;

    /// <summary>There is a reason to doubt: asked at the next look, whatever it said before.</summary>
    public void Distrust(Instant now)
    {
        (_heardBefore, _probesBefore) = (_heard, _probes);
        _quietUntil = now;
    }

    /// <summary>True for a while after it carried packets.</summary>
    public bool IsBusy(Instant now) => now < _busyUntil;

    /// <summary>Looks what came since the last look.</summary>
    /// <param name="hasSent">Packets were sent over it since then.</param>
    /// <param name="now">The present.</param>
    /// <returns>True: it is silent, and has been for too long not to ask.</returns>
    public bool Look(bool hasSent, Instant now)
    {
        long heard = _heard - _heardBefore;
        long probes = _probes - _probesBefore;
        (_heardBefore, _probesBefore) = (_heard, _probes);
        if (hasSent || heard > probes)
        {
            _busyUntil = now + BusyTime;
        }

        if (heard > 0)
        {
            Unanswered = 0;
            _quietUntil = now + Idle;
            return false;
        }

        return Unanswered > 0 || IsBusy(now) || now >= _quietUntil;
    }
}

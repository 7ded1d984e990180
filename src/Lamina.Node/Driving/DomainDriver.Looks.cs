using Lamina.Core;

namespace Lamina.Node.Driving;

/// <content>
/// Threads that do not wait, but look again and again: they take the loop's place for the length of a look, so that nobody is woken for
/// what they find themselves.
/// </content>
public sealed partial class DomainDriver
{
    private const int VainLooksForSeat = 64;
    private const int GlancesBetweenPolls = 16;
    private static readonly Duration AtOnce = Duration.FromMicroseconds(5);

    // Inside only.
    private Instant _lookedInVainAt;
    private int _vainLooks;
    private bool _isSeatWanted;

    // Whoever has the seat.
    private int _glances;

    /// <summary>Lets this thread drive for one turn, without a wait. False: the loop does, or another thread.</summary>
    public bool TryLook(out Visit visit)
    {
        if (!_seat.IsVacant || !TryVisit(Duration.Zero, out visit))
        {
            visit = default;
            return false;
        }

        // Who never waits would never see sockets.
        if (++_glances >= GlancesBetweenPolls)
        {
            _glances = 0;
            _poller.Wait(Duration.Zero);
        }

        return true;
    }

    /// <summary>A call that does not wait has found nothing. Only inside.</summary>
    public void NoteVainLook(Instant now)
    {
        _vainLooks = now - _lookedInVainAt < AtOnce ? _vainLooks + 1 : 0;
        _lookedInVainAt = now;
        if (_vainLooks == VainLooksForSeat)
        {
            _isSeatWanted = true;
            _waker.Wake();
        }
    }

    private bool IsSeatWanted(Instant now)
    {
        if (!_isSeatWanted)
        {
            return false;
        }

        _isSeatWanted = false;
        _vainLooks = 0;
        _unblockedAt = now;
        return true;
    }
}

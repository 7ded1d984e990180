using Lamina.Bearers.Linux;
using Lamina.Core;

namespace Lamina.Node.Driving;

/// <content>
/// Threads that do not wait, but look again and again: they take the loop's place for the length of a look, so that nobody is woken for
/// what they find themselves. Who has found nothing before mostly needs no turn to know that there is nothing still: a glance at the queues
/// from outside, as in <see cref="LookOut"/>.
/// </content>
public sealed partial class DomainDriver
{
    private const int VainLooksForSeat = 64;

    /// <summary>So many looks that all find something see neither sockets nor timers.</summary>
    private const int NewsBetweenPolls = 16;

    /// <summary>For so long who looks at queues again and again sees neither sockets nor timers.</summary>
    private static readonly Duration PollPause = Duration.FromMicroseconds(50);

    private static readonly Duration AtOnce = Duration.FromMicroseconds(5);

    // Inside only.
    private Instant _lookedInVainAt;
    private int _vainLooks;
    private bool _isSeatWanted;

    // Whoever has the seat.
    private Instant _pollsAt;
    private int _newsInRow;

    // The queues, as the last turn that took something in has found them; null where there are others since. What is in it is mapped until
    // the next such turn, which makes it anew: so it may be looked at from outside, by whoever has the seat.
    private ISleeper[]? _glancedAt;

    /// <summary>Lets this thread drive for one turn, without a wait.</summary>
    /// <param name="wasVain">The thread has looked before, and knows that nothing has come since but what this domain has not taken in.</param>
    /// <param name="visit">To be driven, and disposed of, with <see cref="Look.Drives"/>.</param>
    public Look TryLook(bool wasVain, out Visit visit)
    {
        visit = default;
        if (!_seat.IsVacant || _hasEnded || !_seat.TryTake())
        {
            return Look.Refused;
        }

        bool mayGlance = wasVain && _glancedAt is { Length: > 0 };
        bool hasNews = mayGlance && (_waker.IsNotified || HasNews(_glancedAt!));
        if (!hasNews || ++_newsInRow == NewsBetweenPolls)
        {
            _newsInRow = 0;
            // Who has found something asks for the time in its turn: it is 40 ns that a message would wait.
            Instant now = Clock.Now;
            if (now >= _pollsAt || _glancedAt is { Length: 0 })
            {
                // Who never waits would never see sockets; where there are no queues they are all there is to see.
                _pollsAt = now + PollPause;
                _poller.Wait(Duration.Zero);
            }
            else if (mayGlance && !hasNews)
            {
                // As it was found: a seat that is vacant is brisk, and in a while comes the poll.
                _seat.Leave(toLoop: _hasEnded);
                return Look.FindsNothing;
            }
        }

        if (_waker.IsNotified)
        {
            // Whatever it was for, the turn that follows sees to it.
            _waker.Awake();
        }

        visit = new Visit(this, Duration.Zero, looksOut: false);
        return Look.Drives;
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

    private static bool HasNews(ISleeper[] queues)
    {
        foreach (ISleeper queue in queues)
        {
            if (queue.HasNews)
            {
                return true;
            }
        }

        return false;
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

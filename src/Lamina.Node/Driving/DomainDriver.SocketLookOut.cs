using System.Diagnostics;
using Lamina.Core;

namespace Lamina.Node.Driving;

/// <content>
/// Where little comes and goes at a time, an answer may be on its way: whoever drives looks at the sockets for a while before it sleeps. Who sends
/// then need wake nobody, which is most of what a small message costs on both sides. Trains get no look-out: there the wait is no part of the
/// cost, and the processor is.
/// </content>
public sealed partial class DomainDriver
{
    /// <summary>So many turns in a row must have been brief: what answers trains is brief, too, but not for long.</summary>
    private const int BriefTurns = 4;

    /// <summary>Bytes in and out, from one sleep to the next, of a turn that is brief: a few packets.</summary>
    private const int LongestBriefTurn = 4096;

    /// <summary>About what a round trip between two hosts takes whose threads sleep: whoever answers may have to wait for a processor.</summary>
    private static readonly Duration SocketLookOut = Duration.FromMicroseconds(100);

    private readonly LookHabit _socketHabit = new();
    private long _traffic;
    private int _briefTurns;

    /// <summary>Whoever drives, outside: looks at sockets instead of sleeping. False: it is to sleep.</summary>
    /// <param name="sleep">How long it may.</param>
    internal bool TryLookOut(Duration sleep)
    {
        if (_looksOut || _briefTurns < BriefTurns || !HasOtherProcessors || sleep <= Duration.Zero || !_socketHabit.Begin())
        {
            return false;
        }

        Duration most = Duration.Min(sleep, SocketLookOut);
        long until = Stopwatch.GetTimestamp() + (long)(most.TotalSeconds * Stopwatch.Frequency);
        bool isReady = false;
        while (!isReady && !_waker.IsNotified && Stopwatch.GetTimestamp() < until)
        {
            isReady = _poller.Wait(Duration.Zero);
            if (!isReady)
            {
                // There may be only two processors, and the one who is to answer wants this one.
                Thread.Yield();
            }
        }

        if (isReady || !_waker.IsNotified)
        {
            _socketHabit.End(isReady);
        }

        return isReady;
    }

    /// <summary>A turn has settled. Only inside.</summary>
    private void NoteTraffic()
    {
        long more = _poller.Traffic - _traffic;
        _traffic += more;
        if (more != 0)
        {
            // Less than before: a socket is gone.
            _briefTurns = more is > 0 and <= LongestBriefTurn ? _briefTurns + 1 : 0;
        }
    }
}

using Lamina.Core;

namespace Lamina.Protocols.Flows;

/// <summary>
/// Notices that the peer has fallen silent: asks after a quarter of the time that the flow allows, then again and again until
/// something is heard or the time is over. Hearing costs one store; the deadline of a busy flow moves once in a quarter.
/// </summary>
/// <param name="patience">The longest silence; <see cref="Duration.Zero"/>: the peer is not watched.</param>
/// <param name="now">The present.</param>
internal struct PeerWatch(Duration patience, Instant now)
{
    private const int QuietPart = 4;
    private const int RetryPart = 20;

    // Who slept through the time itself (a suspended host) has asked nobody yet.
    private const int LeastQuestions = 3;

    // Questions closer together than this would overtake their answers on most ways.
    private static readonly Duration ShortestRetry = Duration.FromMilliseconds(10);

    private Instant _heard = now;
    private int _questions;

    /// <summary>When <see cref="Look"/> has something to do at the earliest.</summary>
    public Instant Next { get; private set; } = patience > Duration.Zero ? now + (patience / QuietPart) : Instant.Never;

    /// <summary>Something came from the peer.</summary>
    public void Hear(Instant now) => _heard = now;

    /// <summary>Time may have come.</summary>
    public PeerState Look(Instant now)
    {
        if (now < Next)
        {
            return PeerState.Heard;
        }

        Instant quiet = _heard + (patience / QuietPart);
        if (now < quiet)
        {
            _questions = 0;
            Next = quiet;
            return PeerState.Heard;
        }

        Instant end = _heard + patience;
        if (now >= end && _questions >= LeastQuestions)
        {
            Next = Instant.Never;
            return PeerState.Lost;
        }

        _questions++;
        Next = now + Duration.Max(patience / RetryPart, ShortestRetry);
        Next = now < end ? Instant.Min(Next, end) : Next;
        return PeerState.Quiet;
    }
}

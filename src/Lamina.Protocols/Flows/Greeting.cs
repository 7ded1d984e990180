using Lamina.Core;

namespace Lamina.Protocols.Flows;

/// <summary>
/// When to show the peer that this end has the keys: the initiator at once, and again until something of the peer's opens or 30 s
/// are over; the acceptor once for each time that it is greeted.
/// </summary>
internal struct Greeting
{
    private static readonly Duration FirstPause = Duration.FromMilliseconds(250);
    private static readonly Duration LongestPause = Duration.FromSeconds(4);
    private static readonly Duration Patience = Duration.FromSeconds(30);

    private Instant _end;
    private Duration _pause;
    private bool _isInitiator;
    private bool _isOwed;

    public Greeting()
    {
    }

    /// <summary>When <see cref="TryTake"/> has something to say at the earliest.</summary>
    public Instant Next { get; private set; } = Instant.Never;

    /// <summary>This end is the initiator's.</summary>
    public void Begin(Instant now)
    {
        _isInitiator = true;
        _end = now + Patience;
        _pause = FirstPause;
        Next = now;
    }

    /// <summary>The peer has greeted.</summary>
    public void Answer() => _isOwed = !_isInitiator;

    /// <summary>The peer has shown that it has the keys: nothing is left to do for the initiator.</summary>
    public void NoteProof() => Next = Instant.Never;

    /// <summary>True where this end is to greet now.</summary>
    public bool TryTake(Instant now)
    {
        bool isDue = _isOwed || now >= Next;
        _isOwed = false;
        if (now >= Next)
        {
            Next = now < _end ? now + _pause : Instant.Never;
            _pause = Duration.Min(_pause * 2, LongestPause);
        }

        return isDue;
    }
}

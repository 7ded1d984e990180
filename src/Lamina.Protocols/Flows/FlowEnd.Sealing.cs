using Lamina.Core;

namespace Lamina.Protocols.Flows;

/// <content>How two ends show each other that they have the keys, also where they have nothing else to say.</content>
public sealed partial class FlowEnd
{
    private Greeting _greeting = new();
    private bool _isProved;
    private long _greetingsHeard;

    /// <summary>
    /// True from the first packet of the peer's on that has opened: it has the keys, and is there now. True also where the flow has none:
    /// then there is nothing to prove.
    /// </summary>
    public bool IsProved => _sealing is null || _sealing.HasProof;

    /// <summary>
    /// Shows the acceptor that this end, the initiator's, has the keys and is there now: it may wait for that before it gives the flow to its program.
    /// Repeated until something of the acceptor's opens, for 30 s. Nothing where the flow has no keys.
    /// </summary>
    public void Greet(Instant now)
    {
        if (_sealing is not null && _state == State.Open)
        {
            _greeting.Begin(now);
            Post();
        }
    }

    // That all is well is believed only where the peer has said so inside.
    private CloseReason Believed(CloseReason reason) => reason switch
    {
        CloseReason.None => CloseReason.Other,
        CloseReason.Normal when IsEndSaid && _state == State.Open && _queue is not { HasEnd: true } => CloseReason.LowerFlowLost,
        _ => reason,
    };

    // After what came was opened.
    private void NoteProof(Instant now)
    {
        if (_sealing is null)
        {
            return;
        }

        if (_sealing.Greetings != _greetingsHeard)
        {
            _greetingsHeard = _sealing.Greetings;
            _greeting.Answer();
            Post();
        }

        if (!_isProved && _sealing.HasProof)
        {
            _isProved = true;
            _greeting.NoteProof();
            _user.HandleProved(now);
        }
    }

    private void SendGreeting(Instant now)
    {
        if (_sealing is not null && _greeting.TryTake(now) && _lower.Credit > 0 && _sealing.TryMakeGreeting(_lower.HeadRoom, out Train greeting))
        {
            Counters.Sent++;
            _lower.Transmit(greeting, now);
        }
    }
}

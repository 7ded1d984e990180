using Lamina.Core;
using Lamina.Protocols.Allocation.Strangers;
using Lamina.Wire.Allocation;

namespace Lamina.Protocols.Allocation;

/// <summary>What is said to a requester before it has shown that it hears, and how it shows that.</summary>
public sealed partial class AllocatedFlow<TPeer>
{
    private const int ProvedCode = 1;

    // An answer each; what comes after that waits for the repetition.
    private const int MaxCookies = 4;

    private AnswerBudget _budget;
    private int _share = -1;
    private int _cookiesTaken;
    private bool _waitsForProof;

    /// <summary>See <see cref="ArrivingFlow.Source"/>.</summary>
    internal ulong Source
    {
        get
        {
            UInt128 owner = _owner.Transport.SourceOf(RemotePeer).Owner;
            return (ulong)(owner >> 64) ^ (ulong)owner;
        }
    }

    /// <summary>Somebody asks for it.</summary>
    /// <param name="share">Its source's; -1: nobody knows whether that is real.</param>
    /// <param name="length">Bytes of the request.</param>
    /// <param name="now">The present.</param>
    internal void Arrive(int share, int length, Instant now)
    {
        Enter(AllocationState.Arriving);
        if (share < 0)
        {
            _owner.Strangers.Unproven++;
            _budget.Begin();
            _budget.Hear(length);
        }
        else
        {
            _owner.Strangers.Enter(share);
            _share = share;
        }

        SetTimer(now + _owner.Settings.Patience);
    }

    /// <summary>The same request again: the same answer again, if there is one yet.</summary>
    internal void HandleRepeatedRequest(int length, ReadOnlySpan<byte> cookie, Instant now)
    {
        _budget.Hear(length);
        if (_budget.IsBound && _owner.Strangers.IsProven(_owner.Transport.SourceOf(RemotePeer), cookie, now))
        {
            _owner.Counters.CookiesShown++;
            Prove();
        }

        if (State == AllocationState.Offered)
        {
            SendMessage(now);
        }
    }

    /// <summary>The acceptor wants to know whether its answers come here.</summary>
    internal void HandleCookie(ReadOnlySpan<byte> cookie, Instant now)
    {
        if (State == AllocationState.Open)
        {
            // It got its answer; the acceptor does not know that, and may not repeat so much.
            SendConfirm(now);
        }

        if (State != AllocationState.Requested || _message is null)
        {
            return;
        }

        _owner.Purse.Put(RemotePeer, cookie, now);
        Span<byte> bytes = stackalloc byte[AllocationSender<TPeer>.MaxLength];
        int length = RequestPdu.PutCookie(_message.Bytes, cookie, _owner.Transport.AddressSize, bytes);
        bool isNew = !bytes[..length].SequenceEqual(_message.Bytes);
        _message.Replace(bytes[..length]);
        if (isNew && _cookiesTaken < MaxCookies)
        {
            _cookiesTaken++;
            SendAgain(_message, now);
        }
    }

    // What the message is too long for, a cookie may be short enough: who shows it gets the message.
    private void SendMessage(Instant now)
    {
        if (_message is not null && _budget.TrySpend(_message.Bytes.Length))
        {
            _owner.Transport.SendMessage(RemotePeer, _message.Bytes, now);
        }
        else if (State == AllocationState.Offered && _budget.TrySpend(CookiePdu.LengthWith(_owner.Transport.AddressSize)))
        {
            _owner.Counters.CookiesAsked++;
            _owner.Sender.SendCookie(RemotePeer, RemoteEid, _owner.Strangers, now);
        }
        else
        {
            _owner.Counters.Unanswered++;
        }
    }

    // Its requester hears what is sent to it, or it does not matter any more.
    private void Prove()
    {
        if (_budget.IsBound)
        {
            _budget.End();
            _owner.Strangers.Unproven--;
            if (_waitsForProof)
            {
                _owner.Context.RunQueue.Post(this, ProvedCode);
            }
        }
    }

    private void LeaveShare()
    {
        if (_share >= 0 && State is not (AllocationState.Arriving or AllocationState.Offered))
        {
            _owner.Strangers.Leave(_share);
            _share = -1;
        }
    }
}

using Lamina.Core;
using Lamina.Ipc;
using Lamina.Protocols.Flows;
using Lamina.Wire.Offers;

namespace Lamina.Flows;

/// <summary>
/// What of a listener lives in the domain: flows that wait for a call, and calls that wait for flows. Flows are answered
/// when they arrive, so that a requester does not wait for a program that is busy elsewhere.
/// </summary>
internal sealed class ListenerQueue(NetworkStack stack, Name name, int backlog, FlowOptions options) : IFlowAcceptor, IOutcomeSink
{
    private readonly Queue<(FlowChannel Channel, Flow Flow)> _arrived = new();
    private readonly LinkedList<AcceptWaiter> _waiting = new();
    private readonly TaskCompletionSource _bound = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly FlowLimits _limits = options.ToLimits();
    private LaminaException? _closed;

    public Name Name => name;

    public string Description => $"process {Environment.ProcessId}";

    /// <summary>Ends when the name is bound, or fails.</summary>
    public Task Bound => _bound.Task;

    public void Listen(Instant now) => stack.Host.Flows.Listen(name, this, this, now);

    /// <summary>Also when a daemon that came back has bound the name again, or has not.</summary>
    public void HandleOutcome(Outcome outcome, Instant now)
    {
        if (outcome.IsOk)
        {
            _bound.TrySetResult();
        }
        else if (!_bound.TrySetException(LaminaException.From(outcome)) && _closed is null)
        {
            End(LaminaException.From(outcome), CloseReason.NoListener, now);
        }
    }

    public void HandleArrival(Name arrivedName, ArrivingFlow arrival, Instant now)
    {
        CloseReason reason = CloseReason.ProtocolError;
        if (_closed is not null)
        {
            reason = CloseReason.NoListener;
        }
        else if (_arrived.Count >= backlog)
        {
            reason = CloseReason.NoResources;
        }
        else if (Piggyback.TryRead(arrival.Data, out ReadOnlyMemory<byte> offer, out ReadOnlyMemory<byte> userData)
            && FlowTerms.TryAnswer(offer.Span, arrival.Qos, out FlowTerms? terms, out byte[] answer, out reason, _limits, arrival.IsIntact, stack.LabKeys is not null))
        {
            byte[] peerData = userData.ToArray();
            // Null: the requester has gone meanwhile. Nothing arrives before this call returns, so the user is set in time.
            if (arrival.Accept(Piggyback.Write(answer, []), NoFlowUser.Instance, now) is { } lower)
            {
                FlowChannel channel = stack.Open(lower, terms!, now, stack.LabKeys?.Invoke(false));
                _arrived.Enqueue((channel, new Flow(stack.Host.Driver, channel, arrivedName.Value, peerData)));
                Match();
            }

            return;
        }

        arrival.Refuse(reason, now);
    }

    public void Accept(AcceptWaiter waiter)
    {
        if (_closed is not null)
        {
            waiter.Fail(_closed);
            return;
        }

        _waiting.AddLast(waiter);
        Match();
    }

    /// <summary>The call has given up.</summary>
    public void Withdraw(AcceptWaiter waiter) => _waiting.Remove(waiter);

    public void Close(Instant now)
    {
        if (_closed is not null)
        {
            return;
        }

        stack.Host.Flows.StopListening(name, this, now);
        End(new LaminaException(LaminaError.Closed, "the listener was closed"), CloseReason.NoListener, now);
    }

    /// <summary>The daemon has gone: no flow will ever arrive.</summary>
    public void HandleLost(Instant now)
    {
        if (_closed is null)
        {
            End(LaminaException.From(CloseReason.StackLost, $"no flow to '{name}' can arrive any more"), CloseReason.StackLost, now);
        }
    }

    /// <summary>Ends every call that waits.</summary>
    public void Fail(Exception failure)
    {
        _bound.TrySetException(failure);
        while (_waiting.First is { Value: var waiter })
        {
            _waiting.RemoveFirst();
            waiter.Fail(failure);
        }
    }

    private void End(LaminaException failure, CloseReason reason, Instant now)
    {
        _closed = failure;
        while (_arrived.TryDequeue(out (FlowChannel Channel, Flow Flow) arrived))
        {
            arrived.Channel.Abort(reason, now);
        }

        Fail(failure);
    }

    private void Match()
    {
        // A call that was cancelled takes no flow.
        while (_arrived.Count > 0 && _waiting.First is { Value: var waiter })
        {
            _waiting.RemoveFirst();
            if (waiter.TryTake(_arrived.Peek().Flow))
            {
                _arrived.Dequeue();
            }
        }
    }
}

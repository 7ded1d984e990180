using Lamina.Core;
using Lamina.Ipc;
using Lamina.Protocols.Flows;
using Lamina.Security.Records;
using Lamina.Wire.Offers;

namespace Lamina.Flows;

/// <summary>
/// What of a listener lives in the domain: flows that wait for a call, and calls that wait for flows. Flows are answered
/// when they arrive, so that a requester does not wait for a program that is busy elsewhere.
/// </summary>
internal sealed class ListenerQueue(NetworkStack stack, Name name, int backlog, FlowOptions options) : IFlowAcceptor, IOutcomeSink
{
    private readonly Queue<(FlowChannel Channel, Flow Flow)> _arrived = new();
    private readonly List<FlowChannel> _unproved = [];
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
            && FlowTerms.TryAnswer(offer.Span, arrival.Qos, out FlowTerms? terms, out byte[] answer, out reason, _limits, arrival.IsIntact, arrival.HasKeys || stack.LabKeys is not null))
        {
            byte[] peerData = userData.ToArray();
            RecordKeys? keys = (arrival as IKeyedFlow)?.TakeKeys() ?? stack.LabKeys?.Invoke(false);
            // Null: the requester has gone meanwhile. Nothing arrives before this call returns, so the user is set in time.
            if (arrival.Accept(Piggyback.Write(answer, []), NoFlowUser.Instance, now) is { } lower)
            {
                FlowChannel channel = stack.Open(lower, terms!, now, keys);
                Await(channel, new Flow(stack.Host.Driver, channel, arrivedName.Value, peerData), now);
            }
            else
            {
                keys?.Dispose();
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

    // A request that somebody has recorded and sent again reaches no program: it cannot say anything sealed. Without keys there is nothing to wait for.
    private void Await(FlowChannel channel, Flow flow, Instant now)
    {
        if (channel.IsProved)
        {
            HandleProved(channel, flow);
            return;
        }

        _unproved.RemoveAll(waiting => waiting.IsClosed);
        if (_unproved.Count >= backlog)
        {
            FlowChannel oldest = _unproved[0];
            _unproved.RemoveAt(0);
            oldest.Abort(CloseReason.Timeout, now);
        }

        _unproved.Add(channel);
        channel.Proved = () => HandleProved(channel, flow);
    }

    private void HandleProved(FlowChannel channel, Flow flow)
    {
        _unproved.Remove(channel);
        _arrived.Enqueue((channel, flow));
        Match();
    }

    private void End(LaminaException failure, CloseReason reason, Instant now)
    {
        _closed = failure;
        while (_arrived.TryDequeue(out (FlowChannel Channel, Flow Flow) arrived))
        {
            arrived.Channel.Abort(reason, now);
        }

        foreach (FlowChannel unproved in _unproved.ToArray())
        {
            unproved.Abort(reason, now);
        }

        _unproved.Clear();

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

using Lamina.Core;
using Lamina.Ipc;
using Lamina.Protocols.Flows;
using Lamina.Wire.Offers;

namespace Lamina.Flows;

/// <summary>What of a listener lives in the domain: flows that wait to be accepted, and calls that wait for flows.</summary>
internal sealed class ListenerQueue(NetworkStack stack, Name name, int backlog) : IFlowAcceptor, IOutcomeSink
{
    private readonly Queue<Arrival> _arrivals = new();
    private readonly Queue<TaskCompletionSource<Flow>> _waiting = new();
    private readonly TaskCompletionSource _bound = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _isClosed;

    public Name Name => name;

    public string Description => $"process {Environment.ProcessId}";

    /// <summary>Ends when the name is bound, or fails.</summary>
    public Task Bound => _bound.Task;

    public void Listen(Instant now) => stack.Host.Flows.Listen(name, this, this, now);

    public void HandleOutcome(Outcome outcome, Instant now)
    {
        if (outcome.IsOk)
            _bound.TrySetResult();
        else
            _bound.TrySetException(LaminaException.From(outcome));
    }

    public void HandleArrival(Name arrivedName, ArrivingFlow arrival, Instant now)
    {
        CloseReason reason = CloseReason.ProtocolError;
        if (_isClosed)
            reason = CloseReason.NoListener;
        else if (Piggyback.TryRead(arrival.Data, out ReadOnlyMemory<byte> offer, out ReadOnlyMemory<byte> userData)
            && FlowTerms.TryAnswer(offer.Span, arrival.Qos, out FlowTerms? terms, out byte[] answer, out reason))
        {
            if (_arrivals.Count < backlog)
            {
                _arrivals.Enqueue(new Arrival(arrival, terms!, answer, userData.ToArray()));
                Match(now);
                return;
            }

            reason = CloseReason.NoResources;
        }

        arrival.Refuse(reason, now);
    }

    public void Accept(TaskCompletionSource<Flow> waiter, Instant now)
    {
        if (_isClosed)
        {
            waiter.TrySetException(ClosedFailure());
            return;
        }

        _waiting.Enqueue(waiter);
        Match(now);
    }

    public void Close(Instant now)
    {
        if (_isClosed)
            return;
        _isClosed = true;
        stack.Host.Flows.StopListening(name, this, now);
        while (_arrivals.TryDequeue(out Arrival? arrival))
            arrival.Flow.Refuse(CloseReason.NoListener, now);
        Fail(ClosedFailure());
    }

    /// <summary>Ends every call that waits.</summary>
    public void Fail(Exception failure)
    {
        _bound.TrySetException(failure);
        while (_waiting.TryDequeue(out TaskCompletionSource<Flow>? waiter))
            waiter.TrySetException(failure);
    }

    private static LaminaException ClosedFailure() => new(LaminaError.Closed, "the listener was closed");

    private void Match(Instant now)
    {
        while (_arrivals.Count > 0 && _waiting.TryPeek(out TaskCompletionSource<Flow>? waiter))
        {
            if (waiter.Task.IsCompleted)
            {
                _waiting.Dequeue();
                continue;
            }

            Arrival arrival = _arrivals.Dequeue();
            // The requester may have gone meanwhile.
            LowerFlow? lower = arrival.Flow.Accept(Piggyback.Write(arrival.Answer, []), NoFlowUser.Instance, now);
            if (lower is null)
                continue;
            FlowChannel channel = stack.Open(lower, arrival.Terms, now);
            _waiting.Dequeue();
            if (!waiter.TrySetResult(new Flow(stack.Host.Driver, channel, name.Value, arrival.PeerData)))
                channel.Abort(CloseReason.Refused, now);
        }
    }
}

using Lamina.Core;
using Lamina.Ipc;
using Lamina.Node.Driving;
using Lamina.Protocols.Flows;
using Lamina.Security.Records;
using Lamina.Wire.Offers;

namespace Lamina.Flows;

/// <summary>Asks for a flow, with a deadline; ends once, with a flow or a reason. A flow that comes too late is closed again.</summary>
internal sealed class AllocateOperation : DriverWork, IAllocationSink, ITimed
{
    private readonly NetworkStack _stack;
    private readonly FlowRequest _request;
    private readonly FlowLimits _limits;
    private readonly Duration _patience;
    private readonly TaskCompletionSource<Flow> _task = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly MachineTimer _timer;

    /// <summary>An allocation that has not begun; the request's data are the program's.</summary>
    public AllocateOperation(NetworkStack stack, in FlowRequest request, FlowOptions options, Duration patience)
        : base(stack.Host.Driver)
    {
        _stack = stack;
        _request = request;
        _limits = options.ToLimits();
        _patience = patience;
        _timer = new MachineTimer(Driver.Context.Timers, this);
    }

    public Task<Flow> Task => _task.Task;

    public void HandleAllocated(LowerFlow flow, ReadOnlySpan<byte> data, Instant now)
    {
        _timer.Remove();
        CloseReason reason = CloseReason.ProtocolError;
        if (_task.Task.IsCompleted)
        {
            flow.Close(CloseReason.Normal, now);
        }
        else if (Piggyback.TryRead(data, out ReadOnlySpan<byte> answer, out ReadOnlySpan<byte> userData)
            && FlowTerms.TryConclude(answer, _request.Qos, out FlowTerms? terms, out reason, _limits, flow.IsIntact, flow.HasKeys || _stack.LabKeys is not null))
        {
            FlowChannel channel = _stack.Open(flow, terms!, now, (flow as IKeyedFlow)?.TakeKeys() ?? _stack.LabKeys?.Invoke(true));
            channel.Greet(now);
            var opened = new Flow(Driver, channel, _request.Destination.Value, userData.ToArray());
            if (!_task.TrySetResult(opened))
            {
                channel.Abort(CloseReason.Normal, now);
            }
        }
        else
        {
            flow.Close(reason, now);
            HandleRefused(reason, now);
        }
    }

    public void HandleRefused(CloseReason reason, Instant now)
    {
        _timer.Remove();
        _task.TrySetException(LaminaException.From(reason, $"no flow to '{_request.Destination}'"));
    }

    public void HandleTimeout(Instant now)
    {
        _stack.Host.Flows.Withdraw(this, now);
        HandleRefused(CloseReason.Timeout, now);
    }

    /// <summary>The program does not want the flow any more: nobody goes on looking for it. Any thread.</summary>
    public void Cancel(CancellationToken token)
    {
        if (_task.TrySetCanceled(token))
        {
            Withdraw();
        }
    }

    /// <summary>As <see cref="Cancel"/>, for a program that hears it as a failure.</summary>
    public void GiveUp()
    {
        if (_task.TrySetException(new LaminaException(LaminaError.Closed, $"no flow to '{_request.Destination}': the program gave it up")))
        {
            Withdraw();
        }
    }

    /// <summary>It has ended: nobody needs to end it when the domain does.</summary>
    public void Leave() => _stack.Forget(this);

    public void Fail(Exception failure) => _task.TrySetException(failure);

    protected override void RunOwned(Instant now)
    {
        if (_task.Task.IsCompleted)
        {
            return;
        }

        if (_patience < Duration.Forever)
        {
            _timer.Set(now + _patience);
        }

        byte[] data = Piggyback.Write(FlowTerms.Offer(_request.Qos, _limits), _request.Data.Span);
        _stack.Host.Flows.Allocate(new FlowRequest(_request.Destination, _request.Qos, data, _request.Layer), this, now);
    }

    private void Withdraw() => _stack.TryRun(now =>
    {
        _timer.Remove();
        _stack.Host.Flows.Withdraw(this, now);
    });
}

using System.Buffers.Binary;
using Lamina.Core;
using Lamina.Ipc;
using Lamina.Protocols.Flows;
using Lamina.Wire.Offers;

namespace Lamina.Simulation.Tests.Congestion;

/// <summary>Writes messages with the time in them: as many as the flow takes, or one each interval, which it skips where the flow takes none.</summary>
internal sealed class Source : IAllocationSink, IFlowEndUser, IDeferred, ITimed
{
    private readonly SimulatedHost _host;
    private readonly QosSpec _qos;
    private readonly byte[] _message;
    private readonly Duration _interval;
    private readonly MachineTimer _timer;
    private int _written;
    private bool _isStopped;

    public Source(SimulatedHost host, QosSpec qos, int size, Duration interval = default)
    {
        _host = host;
        _qos = qos;
        _message = new byte[size];
        _interval = interval;
        _timer = new MachineTimer(host.Context.Timers, this);
    }

    public FlowEnd? End { get; private set; }

    public CloseReason Refused { get; private set; }

    /// <summary>What the layer gives.</summary>
    public LowerFlow? Flow { get; private set; }

    public CloseReason Closed { get; private set; }

    public long Sent { get; private set; }

    public void Start(Name destination, string? layer = null) => _host.Do(now => _host.Irm.ServiceFor("source").Allocate(
        new FlowRequest(destination, _qos, Piggyback.Write(FlowTerms.Offer(_qos), []), layer), this, now));

    /// <summary>Writes no more, and closes.</summary>
    public void Stop()
    {
        _isStopped = true;
        _timer.Remove();
        _host.Do(now => End?.Close(now));
    }

    public void HandleAllocated(LowerFlow flow, ReadOnlySpan<byte> data, Instant now)
    {
        Assert.True(Piggyback.TryRead(data, out ReadOnlySpan<byte> answer, out _));
        Assert.True(FlowTerms.TryConclude(answer, _qos, out FlowTerms? terms, out _));
        Flow = flow;
        End = new FlowEnd(_host.Context, flow, terms!, this, now);
        _timer.Set(now);
    }

    public void HandleRefused(CloseReason reason, Instant now) => Refused = reason;

    public void HandleTimeout(Instant now)
    {
        if (_interval == Duration.Zero)
        {
            RunDeferred(0, default, now);
            return;
        }

        TryWrite(now);
        _timer.Set(now + _interval);
    }

    public void HandleReadable(Instant now)
    {
    }

    public void HandleWritable(Instant now) => _host.Context.RunQueue.Post(this);

    public void HandleClosed(CloseReason reason, Instant now) => Closed = reason;

    public void RunDeferred(int code, in Train train, Instant now)
    {
        while (_interval == Duration.Zero && !_isStopped && TryWrite(now))
        {
        }
    }

    private bool TryWrite(Instant now)
    {
        if (_written == 0)
        {
            BinaryPrimitives.WriteInt64BigEndian(_message, now.Nanoseconds);
        }

        if (End!.Write(_message, ref _written, now) != WriteStatus.Done)
        {
            _written = _interval == Duration.Zero ? _written : 0;
            return false;
        }

        _written = 0;
        Sent++;
        return true;
    }
}

using System.Buffers.Binary;
using Lamina.Core;
using Lamina.Ipc;
using Lamina.Protocols.Flows;
using Lamina.Wire.Offers;

namespace Lamina.Simulation.Tests;

/// <summary>Sends a numbered message to an echo server every 5 ms, and knows which came back. Over a raw flow nothing is sent again.</summary>
internal sealed class Ticker : IAllocationSink, IFlowEndUser, IDeferred, ITimed
{
    private static readonly Duration Interval = Duration.FromMilliseconds(5);

    private readonly SimulatedHost _host;
    private readonly QosSpec _qos;
    private readonly string? _layer;
    private readonly MachineTimer _timer;
    private readonly byte[] _buffer = new byte[64];
    private readonly HashSet<ulong> _waiting = [];
    private FlowEnd? _end;
    private ulong _next;
    private Instant _lastAnswer = Instant.Never;

    public Ticker(SimulatedHost host, QosSpec qos, string? layer)
    {
        _host = host;
        _qos = qos;
        _layer = layer;
        _timer = new MachineTimer(host.Context.Timers, this);
    }

    public bool IsOpen => _end is not null;

    public ulong Sent => _next;

    public int Missing => _waiting.Count;

    /// <summary>Longest time from one answer to the next.</summary>
    public Duration LongestGap { get; private set; }

    public CloseReason Refused { get; private set; }

    public CloseReason Closed { get; private set; }

    public void Start(Name destination, Instant now) => _host.Irm.ServiceFor("ticker").Allocate(
        new FlowRequest(destination, _qos, Piggyback.Write(FlowTerms.Offer(_qos), []), _layer), this, now);

    /// <summary>Sends no more; what is under way may still come back.</summary>
    public void Stop() => _timer.Remove();

    public void Close() => _host.Do(now => _end!.Close(now));

    public void HandleAllocated(LowerFlow flow, ReadOnlySpan<byte> data, Instant now)
    {
        Assert.True(Piggyback.TryRead(data, out ReadOnlySpan<byte> answer, out _));
        Assert.True(FlowTerms.TryConclude(answer, _qos, out FlowTerms? terms, out _));
        _end = new FlowEnd(_host.Context, flow, terms!, this, now);
        _timer.Set(now);
    }

    public void HandleRefused(CloseReason reason, Instant now) => Refused = reason;

    public void HandleTimeout(Instant now)
    {
        Span<byte> message = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(message, _next);
        int written = 0;
        if (_end!.Write(message, ref written, now) == WriteStatus.Done)
        {
            _waiting.Add(_next++);
        }

        _timer.Set(now + Interval);
    }

    public void HandleReadable(Instant now) => _host.Context.RunQueue.Post(this);

    public void HandleWritable(Instant now)
    {
    }

    public void HandleClosed(CloseReason reason, Instant now)
    {
        Closed = reason;
        _timer.Remove();
    }

    void IDeferred.RunDeferred(int code, in Train train, Instant now)
    {
        while (_end!.Read(_buffer, out int length, now) == ReadStatus.Message)
        {
            Assert.Equal(8, length);
            Assert.True(_waiting.Remove(BinaryPrimitives.ReadUInt64BigEndian(_buffer)), "an answer came twice, or to nothing");
            LongestGap = _lastAnswer == Instant.Never ? LongestGap : Duration.Max(LongestGap, now - _lastAnswer);
            _lastAnswer = now;
        }
    }
}

using System.Buffers.Binary;
using Lamina.Core;
using Lamina.Ipc;
using Lamina.Protocols.Flows;
using Lamina.Simulation.Programs;

namespace Lamina.Simulation.Tests.Congestion;

/// <summary>Takes one flow under a name, and counts what comes and how long it was under way.</summary>
internal sealed class Sink(SimulatedHost host) : IFlowAcceptor, IFlowEndUser, IDeferred
{
    private readonly byte[] _buffer = new byte[64 * 1024];
    private readonly List<Duration> _delays = [];
    private FlowEnd? _end;
    private long _bytesBefore;
    private Instant _since;

    public string Description => "sink";

    public long Bytes { get; private set; }

    public QosSpec? Qos { get; private set; }

    public FlowEnd? End => _end;

    /// <summary>What the layer gives.</summary>
    public ArrivingFlow? Flow { get; private set; }

    /// <summary>What came until now does not count.</summary>
    public void Forget()
    {
        _delays.Clear();
        _bytesBefore = Bytes;
        _since = host.Network.Now;
    }

    /// <summary>Bits per second since <see cref="Forget"/>.</summary>
    public double Rate => (Bytes - _bytesBefore) * 8 / (host.Network.Now - _since).TotalSeconds;

    /// <summary>The time that so many hundredths of the messages took at most.</summary>
    public Duration Delay(int percent)
    {
        Assert.NotEmpty(_delays);
        Duration[] sorted = [.. _delays.Order()];
        return sorted[Math.Min(sorted.Length - 1, sorted.Length * percent / 100)];
    }

    public int Messages => _delays.Count;

    public void HandleArrival(Name name, ArrivingFlow arrival, Instant now)
    {
        Qos = arrival.Qos;
        Flow = arrival;
        _end = FlowDialer.Accept(host.Context, arrival, this, now);
    }

    public void HandleReadable(Instant now) => host.Context.RunQueue.Post(this);

    public void HandleWritable(Instant now)
    {
    }

    public void HandleClosed(CloseReason reason, Instant now) => host.Context.RunQueue.Post(this);

    void IDeferred.RunDeferred(int code, in Train train, Instant now)
    {
        while (_end!.Read(_buffer, out int length, now) is ReadStatus.Message or ReadStatus.Partial)
        {
            Bytes += length;
            _delays.Add(now - new Instant(BinaryPrimitives.ReadInt64BigEndian(_buffer)));
        }
    }
}

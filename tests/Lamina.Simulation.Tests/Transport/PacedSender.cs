using System.Buffers.Binary;
using Lamina.Core;
using Lamina.Protocols.Flows;
using Lamina.Simulation.Programs;

namespace Lamina.Simulation.Tests.Transport;

/// <summary>Sends so many numbered messages, one every 2 ms.</summary>
internal sealed class PacedSender : IFlowEndUser, ITimed
{
    private static readonly Duration Interval = Duration.FromMilliseconds(2);

    private readonly SimulatedHost _host;
    private readonly QosSpec _qos;
    private readonly int _count;
    private readonly MachineTimer _timer;
    private FlowEnd? _end;
    private int _next;

    public PacedSender(SimulatedHost host, QosSpec qos, int count)
    {
        (_host, _qos, _count) = (host, qos, count);
        _timer = new MachineTimer(host.Context.Timers, this);
    }

    public bool IsOpen => _end is not null;

    public bool IsDone => _next == _count;

    public void Start(Name destination, Instant now) => new FlowDialer(_host.Irm.ServiceFor("sender"), _qos, this, Open, reason => Assert.Fail($"{reason}"))
        .Start(destination, now);

    public void Close()
    {
        _timer.Remove();
        _host.Do(now => _end!.Close(now));
    }

    public void HandleTimeout(Instant now)
    {
        Span<byte> message = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(message, _next);
        int written = 0;
        if (!IsDone && _end!.Write(message, ref written, now) == WriteStatus.Done)
        {
            _next++;
        }

        if (!IsDone)
        {
            _timer.Set(now + Interval);
        }
    }

    public void HandleReadable(Instant now)
    {
    }

    public void HandleWritable(Instant now)
    {
    }

    public void HandleClosed(CloseReason reason, Instant now) => Assert.Equal(CloseReason.Normal, reason);

    private void Open(FlowEnd end, Instant now)
    {
        _end = end;
        _timer.Set(now + Duration.FromMilliseconds(100));
    }
}

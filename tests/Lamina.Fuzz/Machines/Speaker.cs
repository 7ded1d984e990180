using Lamina.Core;
using Lamina.Ipc;
using Lamina.Protocols.Flows;
using Lamina.Simulation;
using Lamina.Wire.Connections;
using Lamina.Wire.Offers;

namespace Lamina.Fuzz.Machines;

/// <summary>A hostile program that takes itself for an IPC process: it opens a flow for a component of another one, properly, and says there what it likes.</summary>
internal sealed class Speaker(SimulatedHost host) : IAllocationSink, IFlowEndUser
{
    private static readonly QosSpec Talk = QosSpec.Data with { PeerTimeout = 0 };
    private static readonly QosSpec Packets = QosSpec.Raw with { PeerTimeout = 0 };

    private readonly byte[] _buffer = new byte[64 * 1024];
    private ConnectionComponent _component;
    private LowerFlow? _lower;
    private FlowEnd? _end;

    /// <summary>Messages that came, the last ones.</summary>
    public Queue<byte[]> Heard { get; } = new();

    public bool IsOpen => _end is { IsOpen: true } || (_component == ConnectionComponent.DataTransfer && _lower is not null);

    public bool IsRefused { get; private set; }

    /// <summary>Asks for the flow; the network must run until it <see cref="IsOpen"/> or <see cref="IsRefused"/>.</summary>
    public void Open(Name name, in ConnectionHello hello)
    {
        _component = hello.Component;
        IsRefused = false;
        byte[] bytes = new byte[ConnectionHello.MaxLength];
        byte[] offer = _component == ConnectionComponent.DataTransfer ? [] : FlowTerms.Offer(Talk);
        byte[] data = Piggyback.Write(offer, bytes.AsSpan(0, hello.Write(bytes)));
        QosSpec qos = _component == ConnectionComponent.DataTransfer ? Packets : Talk;
        host.Do(now => host.Irm.Allocate(new FlowRequest(name, qos, data), this, now));
    }

    /// <summary>Sends a message, or a packet.</summary>
    public void Say(ReadOnlySpan<byte> message)
    {
        byte[] copy = message.ToArray();
        host.Do(now =>
        {
            int written = 0;
            if (_end is { IsOpen: true })
            {
                _end.Write(copy, ref written, now);
            }
            else if (_lower is not null && copy.Length <= _lower.MaxPacketSize && host.Context.Pool.TryRent(copy.Length + _lower.HeadRoom, out PacketBuffer buffer))
            {
                copy.CopyTo(buffer.Span[_lower.HeadRoom..]);
                Train train = Train.Contiguous(buffer, _lower.HeadRoom, copy.Length, copy.Length);
                _lower.Transmit(train, now);
            }
        });
    }

    public void Close() => host.Do(now =>
    {
        _end?.Abort(CloseReason.Normal, now);
        if (_end is null)
        {
            _lower?.Close(CloseReason.Normal, now);
        }

        _end = null;
        _lower = null;
    });

    public void HandleAllocated(LowerFlow flow, ReadOnlySpan<byte> data, Instant now)
    {
        _lower = flow;
        if (_component == ConnectionComponent.DataTransfer)
        {
            return;
        }

        if (Piggyback.TryRead(data, out ReadOnlySpan<byte> answer, out _) && FlowTerms.TryConclude(answer, Talk, out FlowTerms? terms, out _))
        {
            _end = new FlowEnd(host.Context, flow, terms!, this, now);
        }
        else
        {
            IsRefused = true;
            flow.Close(CloseReason.Normal, now);
        }
    }

    public void HandleRefused(CloseReason reason, Instant now) => IsRefused = true;

    public void HandleReadable(Instant now)
    {
        while (_end is not null && _end.Read(_buffer, out int length, now) == ReadStatus.Message)
        {
            Heard.Enqueue(_buffer[..length]);
            if (Heard.Count > 16)
            {
                Heard.Dequeue();
            }
        }
    }

    public void HandleWritable(Instant now)
    {
    }

    public void HandleClosed(CloseReason reason, Instant now)
    {
    }
}

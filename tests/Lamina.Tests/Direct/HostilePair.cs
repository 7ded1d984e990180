using System.Buffers.Binary;
using Lamina.Bearers.Linux;
using Lamina.Bearers.Rings;
using Lamina.Core;
using Lamina.Protocols.Flows;
using Lamina.Wire.Attach;
using Lamina.Wire.Offers;
using Microsoft.Win32.SafeHandles;

namespace Lamina.Tests.Direct;

/// <summary>
/// A program that attaches and asks for a flow as it should, shares memory with the program that serves the name, and writes into that
/// whatever it likes, by the offsets of <see cref="RingLayout"/>.
/// </summary>
internal sealed unsafe class HostilePair : IDisposable
{
    private const int ProducerPosition = 128;
    private const int ConsumerPosition = 256;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly DescriptorSocket _socket;
    private readonly PollSet _poll = new(1);
    private readonly byte[] _message = new byte[AttachProtocol.MaxMessageLength];
    private readonly List<SafeFileHandle> _received = [];
    private readonly SharedMemory _memory;
    private readonly WakeSocket _victim;

    public HostilePair(string path, string name)
    {
        _socket = DescriptorSocket.Connect(path);
        _poll.Add(_socket.Descriptor);
        Send(new AttachHello(AttachProtocol.Version, AttachProtocol.Version, (uint)Environment.ProcessId).Write(_message));
        Await(AttachMessageType.Welcome);
        _received.Clear();
        Send(new AttachAllocate
        {
            Request = 1,
            Qos = QosSpec.Raw,
            Name = Name.Parse(name),
            Data = Piggyback.Write(FlowTerms.Offer(QosSpec.Raw), []),
        }.Write(_message));
        Await(AttachMessageType.Pair);
        Assert.True(SharedMemory.TryMap(_received[0], out SharedMemory? memory));
        (_memory, _victim) = (memory, new WakeSocket(_received[1]));
        Assert.True(AttachDirect.TryRead(Await(AttachMessageType.Direct), out AttachDirect direct));
        Channel = direct.Channel;
        Await(AttachMessageType.Allocated);
    }

    public uint Channel { get; }

    /// <summary>The ring that the victim reads, headers and all; whoever asks for the flow is the maker.</summary>
    private Span<byte> ToVictim => new(_memory.Pointer + (_memory.Length / 2), (int)(_memory.Length / 2));

    /// <summary>The ring that the victim writes.</summary>
    private Span<byte> FromVictim => new(_memory.Pointer, (int)(_memory.Length / 2));

    /// <summary>Puts one record at the start of the ring, of any length and tag, publishes up to any position, and wakes.</summary>
    public void Publish(uint length, uint tag, ReadOnlySpan<byte> bytes, ulong position)
    {
        Span<byte> record = ToVictim[RingLayout.HeaderLength..];
        BinaryPrimitives.WriteUInt32LittleEndian(record, length);
        BinaryPrimitives.WriteUInt32LittleEndian(record[4..], tag);
        bytes.CopyTo(record[RingLayout.RecordHeaderLength..]);
        BinaryPrimitives.WriteUInt64LittleEndian(ToVictim[ProducerPosition..], position);
        _victim.Signal();
    }

    /// <summary>Claims to have taken more from the victim's ring than the victim wrote.</summary>
    public void Consume(ulong position)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(FromVictim[ConsumerPosition..], position);
        _victim.Signal();
    }

    /// <summary>All of it is noise, header and words of the protocol included.</summary>
    public void Scribble(Random random)
    {
        random.NextBytes(ToVictim);
        random.NextBytes(FromVictim);
        _victim.Signal();
    }

    /// <summary>Says of the daemon's own accord why the flow ended.</summary>
    public CloseReason AwaitEnd() =>
        AttachFlowEvent.TryRead(Await(AttachMessageType.FlowEvent), out AttachFlowEvent end) ? end.Reason : CloseReason.None;

    public void Dispose()
    {
        _socket.Dispose();
        _victim.Dispose();
        _memory.Dispose();
        _received.ForEach(descriptor => descriptor.Dispose());
    }

    private void Send(int length) => Assert.Equal(DescriptorSocketStatus.Ok, _socket.Send(_message.AsSpan(0, length)));

    private ReadOnlySpan<byte> Await(AttachMessageType type)
    {
        while (true)
        {
            switch (_socket.Receive(_message, out int length, _received))
            {
                case DescriptorSocketStatus.Ok when AttachProtocol.TypeOf(_message.AsSpan(0, length)) == type:
                    return _message.AsSpan(0, length);
                case DescriptorSocketStatus.Ok:
                    break;
                case DescriptorSocketStatus.WouldBlock:
                    Assert.True(_poll.Wait(Patience) > 0, $"no {type} came");
                    break;
                default:
                    Assert.Fail("the daemon hung up");
                    break;
            }
        }
    }
}

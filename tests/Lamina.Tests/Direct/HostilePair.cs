using System.Buffers.Binary;
using Lamina.Bearers.Linux;
using Lamina.Bearers.Rings;
using Lamina.Core;
using Lamina.Protocols.Flows;
using Lamina.Tests.Access;
using Lamina.Wire.Attach;
using Lamina.Wire.Offers;

namespace Lamina.Tests.Direct;

/// <summary>
/// A program that attaches and asks for a flow as it should, shares memory with the program that serves the name, and writes into that
/// whatever it likes, by the offsets of <see cref="RingLayout"/>.
/// </summary>
internal sealed unsafe class HostilePair : IDisposable
{
    private const int ProducerPosition = 128;
    private const int ConsumerPosition = 256;

    private readonly BareProgram _program;
    private readonly SharedMemory _memory;
    private readonly WakeSocket _victim;

    public HostilePair(string path, string name)
    {
        _program = new BareProgram(path);
        byte[] message = new byte[AttachProtocol.MaxMessageLength];
        _program.Send(message.AsSpan(0, new AttachAllocate
        {
            Request = 1,
            Qos = QosSpec.Raw,
            Name = Name.Parse(name),
            Data = Piggyback.Write(FlowTerms.Offer(QosSpec.Raw), []),
        }.Write(message)));
        _program.Await(AttachMessageType.Pair);
        Assert.True(SharedMemory.TryMap(_program.Received[0], out SharedMemory? memory));
        (_memory, _victim) = (memory, new WakeSocket(_program.Received[1]));
        Assert.True(AttachDirect.TryRead(_program.Await(AttachMessageType.Direct), out AttachDirect direct));
        Channel = direct.Channel;
        _program.Await(AttachMessageType.Allocated);
    }

    public uint Channel { get; }

    /// <summary>The ring that the victim reads, headers and all; whoever asks for the flow is the maker.</summary>
    private Span<byte> ToVictim => new(_memory.Pointer + (_memory.Length / 2), (int)(_memory.Length / 2));

    /// <summary>The ring that the victim writes.</summary>
    private Span<byte> FromVictim => new(_memory.Pointer, (int)(_memory.Length / 2));

    /// <summary>Whether the victim has published a packet.</summary>
    public bool HasPacket => BinaryPrimitives.ReadUInt64LittleEndian(FromVictim[ProducerPosition..]) > 0;

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
        AttachFlowEvent.TryRead(_program.Await(AttachMessageType.FlowEvent), out AttachFlowEvent end) ? end.Reason : CloseReason.None;

    public void Dispose()
    {
        _program.Dispose();
        _victim.Dispose();
        _memory.Dispose();
    }
}

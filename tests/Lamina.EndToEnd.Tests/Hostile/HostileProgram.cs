using System.Buffers.Binary;
using Lamina.Bearers.Linux;
using Lamina.Bearers.Rings;
using Lamina.Wire.Attach;
using Microsoft.Win32.SafeHandles;

namespace Lamina.EndToEnd.Tests.Hostile;

/// <summary>
/// A program that attaches as it should, gets a flow as it should, and then writes into the shared memory whatever it
/// likes, by the offsets of <see cref="RingLayout"/>.
/// </summary>
internal sealed unsafe class HostileProgram : IDisposable
{
    private const int ProducerPosition = 128;
    private const int ConsumerPosition = 256;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly DescriptorSocket _socket;
    private readonly PollSet _poll = new(1);
    private readonly List<SafeFileHandle> _descriptors = [];
    private readonly byte[] _message = new byte[AttachProtocol.MaxMessageLength];
    private readonly SharedMemory _memory;
    private readonly EventFd _daemon;

    public HostileProgram(string path)
    {
        _socket = DescriptorSocket.Connect(path);
        _poll.Add(_socket.Descriptor);
        _socket.Send(AttachMessages.Hello);
        Assert.True(TryReceive(out ReadOnlySpan<byte> welcome), "no welcome");
        Assert.True(AttachWelcome.TryRead(welcome, out _));
        Assert.True(SharedMemory.TryMap(_descriptors[0], out SharedMemory? memory));
        _memory = memory;
        _daemon = new EventFd(_descriptors[1]);
    }

    /// <summary>Bytes of both rings together.</summary>
    public int Length => (int)_memory.Length;

    /// <summary>The ring that the daemon reads, headers and all.</summary>
    public Span<byte> ToDaemon => new(_memory.Pointer, Length / 2);

    /// <summary>The ring that the daemon writes.</summary>
    public Span<byte> FromDaemon => new(_memory.Pointer + (Length / 2), Length / 2);

    /// <summary>A flow with itself, by a name that is registered; 0 where there was none.</summary>
    public uint AllocateToItself(string name)
    {
        _socket.Send(AttachMessages.Listen(1, name));
        _socket.Send(AttachMessages.Allocate(2, name));
        while (TryReceive(out ReadOnlySpan<byte> answer))
        {
            if (AttachArrival.TryRead(answer, out AttachArrival arrival))
            {
                _socket.Send(AttachMessages.Accept(arrival.Flow));
            }
            else if (AttachAllocated.TryRead(answer, out AttachAllocated allocated))
            {
                return allocated.Flow;
            }
            else if (AttachProtocol.TypeOf(answer) == AttachMessageType.Refused)
            {
                return 0;
            }
        }

        return 0;
    }

    /// <summary>Puts one record at the start of the ring, of any length and tag, and publishes up to any position.</summary>
    public void Publish(uint length, uint tag, ReadOnlySpan<byte> bytes, ulong position)
    {
        Span<byte> record = ToDaemon[RingLayout.HeaderLength..];
        BinaryPrimitives.WriteUInt32LittleEndian(record, length);
        BinaryPrimitives.WriteUInt32LittleEndian(record[4..], tag);
        bytes.CopyTo(record[RingLayout.RecordHeaderLength..]);
        BinaryPrimitives.WriteUInt64LittleEndian(ToDaemon[ProducerPosition..], position);
    }

    /// <summary>Claims to have taken more from the daemon's ring than the daemon wrote.</summary>
    public void Consume(ulong position) => BinaryPrimitives.WriteUInt64LittleEndian(FromDaemon[ConsumerPosition..], position);

    /// <summary>Wakes the daemon and sends it a message: what comes back, or the end, says that it has looked.</summary>
    public void Ring()
    {
        _daemon.Signal();
        _socket.Send(AttachMessages.Listen(9, "ring"));
        TryReceive(out _);
    }

    public void Dispose()
    {
        _socket.Dispose();
        _memory.Dispose();
        _descriptors.ForEach(descriptor => descriptor.Dispose());
    }

    /// <summary>False: the daemon hung up.</summary>
    private bool TryReceive(out ReadOnlySpan<byte> message)
    {
        while (true)
        {
            DescriptorSocketStatus status = _socket.Receive(_message, out int length, _descriptors);
            message = _message.AsSpan(0, length);
            if (status != DescriptorSocketStatus.WouldBlock)
            {
                return status == DescriptorSocketStatus.Ok;
            }

            _poll.Wait(Patience);
        }
    }
}

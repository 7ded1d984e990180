using System.Buffers.Binary;
using Lamina.Bearers.Linux;
using Lamina.Bearers.Rings;
using Lamina.Core;
using Lamina.Fuzz.Makers;
using Lamina.Fuzz.Targets;
using Lamina.Node;
using Lamina.Wire.Attach;
using Microsoft.Win32.SafeHandles;

namespace Lamina.Fuzz.Machines;

/// <summary>
/// A stack with its own thread and its real socket, and a program that attached as it should: then it says what it likes, and writes what it likes into the memory
/// that both share.
/// <code>
///  input: 0 .. 200, message              over the socket; the first byte belongs to the message
///         201, tag 4, length 4, bytes    a record into the ring: tag and length as they stand there
///         202, position 8                how far it claims to have written
///         203, position 8                how far it claims to have read
/// </code>
/// </summary>
internal sealed unsafe class AttachMachine : FuzzTarget
{
    private const byte Record = 201;
    private const byte Produced = 202;
    private const byte Consumed = 203;
    private const int ProducerPosition = 128;
    private const int ConsumerPosition = 256;
    private const uint Ping = uint.MaxValue - 7;

    private readonly string _directory = Directory.CreateTempSubdirectory("lamina-fuzz-").FullName;
    private readonly byte[] _answer = new byte[AttachProtocol.MaxMessageLength];
    private readonly List<SafeFileHandle> _descriptors = [];
    private PollSet _poll = new(1);
    private readonly List<SafeFileHandle> _handed = [];
    private StackNode? _node;
    private Exception? _failure;
    private DescriptorSocket? _socket;
    private SharedMemory? _memory;
    private EventFd? _bell;
    private ulong _position;

    public AttachMachine()
        : base("machine: attach")
    {
    }

    public override bool IsStateless => false;

    public override int Run(ReadOnlySpan<byte> input)
    {
        if (input.IsEmpty)
        {
            return 0;
        }

        Attach();
        if (input[0] is >= Record and <= Consumed)
        {
            Write(input);
            _bell!.Signal();
        }
        else
        {
            _socket!.Send(input[..Math.Min(input.Length, AttachProtocol.MaxMessageLength)]);
        }

        int answers = Listen();
        if (_node!.Driver.HasEnded || _failure is not null)
        {
            throw new InvalidOperationException("the stack ended", _failure ?? _node.Driver.Reason);
        }

        return answers;
    }

    public override long MostAllocated(int length) => 64 * 1024;

    public override void Examine()
    {
        long live = GC.GetTotalMemory(forceFullCollection: false);
        if (_node!.Pool.AllocatedBytes > _node.Pool.Limit || live > 1L << 30)
        {
            throw new InvalidOperationException($"{_node.Pool.AllocatedBytes} bytes of buffers, {live} of objects");
        }
    }

    public override IEnumerable<byte[]> Samples()
    {
        var random = new SeededRandom(1);
        return [.. Enumerable.Range(0, 100).Select(_ => Make(random)!)];
    }

    public override byte[]? Make(SeededRandom random)
    {
        string[] kinds =
        [
            "attach: binding", "attach: allocate", "attach: accept", "attach: end", "attach: ticket", "attach: pair", "attach: traffic", "attach: hello",
        ];
        return random.Next(12) switch
        {
            0 => [Record, 0, 0, 0, (byte)random.Next(4), 0, 0, 0, (byte)random.Next(200), .. AllMakers.Of("attach: record")!(random)],
            1 => [Record, 0, 0, 0, 0, 0, 0, 0, AttachGrant.Length, .. AllMakers.Of("attach: grant")!(random)],
            2 => [random.Coin() ? Produced : Consumed, .. random.Bytes(8, 8)],
            3 or 4 or 5 => Self(random),
            _ => AllMakers.Of(random.OneOf(kinds))!(random),
        };
    }

    public override void Renew()
    {
        Detach();
        _node?.Dispose();
        _failure = null;
        _node = new StackNode(new StackOptions { AttachDirectory = _directory, Failed = failure => _failure = failure, AttachRingCapacity = 1 << 18 });
        _node.Start();
    }

    public override void Dispose()
    {
        Detach();
        _node?.Dispose();
        Directory.Delete(_directory, recursive: true);
        base.Dispose();
    }

    // A name of its own, and flows to it: then there are numbers that mean something.
    private static byte[] Self(SeededRandom random) => AllocationMakers.Write(to => random.Next(3) switch
    {
        0 => new AttachBinding(AttachMessageType.Listen, random.UInt(), Core.Name.Parse("self")).Write(to),
        1 => new AttachAllocate { Request = random.UInt(), Qos = QosSpec.Data, Name = Core.Name.Parse("self"), Data = random.Bytes(64) }.Write(to),
        _ => new AttachAccept { Flow = (uint)random.Next(6), Data = random.Bytes(64) }.Write(to),
    });

    private void Attach()
    {
        if (_socket is not null)
        {
            return;
        }

        _socket = DescriptorSocket.Connect(Path.Combine(_directory, RuntimeDirectory.AttachSocket));
        _poll = new PollSet(1);
        _poll.Add(_socket.Descriptor);
        _socket.Send(AllocationMakers.Write(to => new AttachHello(AttachProtocol.Version, AttachProtocol.Version, 1).Write(to)));
        while (_socket.Receive(_answer, out _, _descriptors) == DescriptorSocketStatus.WouldBlock)
        {
            _poll.Wait(TimeSpan.FromSeconds(30));
        }

        SharedMemory.TryMap(_descriptors[0], out _memory);
        _bell = new EventFd(_descriptors[1]);
        _position = 0;
    }

    private void Detach()
    {
        _socket?.Dispose();
        _memory?.Dispose();
        _bell?.Dispose();
        _descriptors.ForEach(descriptor => descriptor.Dispose());
        _descriptors.Clear();
        _socket = null;
        _memory = null;
    }

    // A question of its own comes back when what was said before it has been looked at; or the connection has ended.
    private int Listen()
    {
        _socket!.Send(AllocationMakers.Write(to => new AttachBinding(AttachMessageType.Listen, Ping, Core.Name.Parse("self")).Write(to)));
        for (int heard = 0; _socket is not null; heard++)
        {
            DescriptorSocketStatus status = _socket.Receive(_answer, out int length, _handed);
            _handed.ForEach(descriptor => descriptor.Dispose());
            _handed.Clear();
            if (status == DescriptorSocketStatus.WouldBlock)
            {
                _poll.Wait(TimeSpan.FromSeconds(30));
            }
            else if (status != DescriptorSocketStatus.Ok)
            {
                Detach();
            }
            else if (AttachOutcome.TryRead(_answer.AsSpan(0, length), out AttachOutcome outcome) && outcome.Request == Ping)
            {
                return 1 + Math.Min(heard, 4);
            }
        }

        return 0;
    }

    private void Write(ReadOnlySpan<byte> input)
    {
        int half = (int)(_memory!.Length / 2);
        var toDaemon = new Span<byte>(_memory.Pointer, half);
        var fromDaemon = new Span<byte>(_memory.Pointer + half, half);
        if (input[0] != Record)
        {
            ulong claimed = input.Length >= 9 ? BinaryPrimitives.ReadUInt64BigEndian(input[1..]) : 8;
            BinaryPrimitives.WriteUInt64LittleEndian(input[0] == Produced ? toDaemon[ProducerPosition..] : fromDaemon[ConsumerPosition..], claimed);
            return;
        }

        if (input.Length < 9)
        {
            return;
        }

        Span<byte> data = toDaemon[RingLayout.HeaderLength..];
        int offset = (int)(_position % (ulong)data.Length);
        ReadOnlySpan<byte> bytes = input[9..];
        int taken = RingLayout.RecordHeaderLength + ((bytes.Length + 7) & ~7);
        if (offset + taken > data.Length)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(data[offset..], uint.MaxValue);
            _position += (ulong)(data.Length - offset);
            offset = 0;
        }

        uint length = BinaryPrimitives.ReadUInt32BigEndian(input[5..]);
        BinaryPrimitives.WriteUInt32LittleEndian(data[offset..], length < 256 ? (uint)bytes.Length : length);
        BinaryPrimitives.WriteUInt32LittleEndian(data[(offset + 4)..], BinaryPrimitives.ReadUInt32BigEndian(input[1..]));
        bytes.CopyTo(data[(offset + RingLayout.RecordHeaderLength)..]);
        _position += (ulong)taken;
        BinaryPrimitives.WriteUInt64LittleEndian(toDaemon[ProducerPosition..], _position);
    }
}

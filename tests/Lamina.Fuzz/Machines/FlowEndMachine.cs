using Lamina.Core;
using Lamina.Core.Integrity;
using Lamina.Fuzz.Makers;
using Lamina.Fuzz.Targets;
using Lamina.Protocols.Flows;

namespace Lamina.Fuzz.Machines;

/// <summary>The end of a reliable flow, with messages under way in both directions, whose peer sends packets as it likes: fragments, acknowledgements, ends.</summary>
internal sealed class FlowEndMachine() : FuzzTarget("machine: flow end"), IFlowEndUser
{
    private const int SumLength = sizeof(uint);

    private readonly byte[] _read = new byte[64 * 1024];
    private MachineContext _context = null!;
    private FakeFlow _lower = null!;
    private FlowEnd _end = null!;
    private Instant _now;
    private int _turn;
    private int _written;
    private int _length;

    public override bool IsStateless => false;

    public override int Run(ReadOnlySpan<byte> input)
    {
        if (!_end.IsOpen || _lower.IsClosed)
        {
            Renew();
        }

        long received = _end.Counters.Received;
        _lower.Receive(_context.Pool, input, _now);
        if (++_turn % 16 == 0)
        {
            Write();
        }

        int reads = 0;
        while (_turn % 64 < 48 && reads < 32 && _end.Read(_read, out _, _now) is ReadStatus.Message or ReadStatus.Partial or ReadStatus.Torn)
        {
            reads++;
        }

        _now += Duration.FromMicroseconds(200);
        _context.Run(_now);
        return _end.Counters.Received != received ? 1 + Math.Min(reads, 8) : 0;
    }

    // The pool takes its buffers by the half MiB, small ones and large ones, and keeps them: its own bound is examined below.
    public override long MostAllocated(int length) => (2 << 20) + (16 * length);

    public override void Examine()
    {
        if (_context.Pool.AllocatedBytes > _context.Pool.Limit || _context.Timers.Count > 16)
        {
            throw new InvalidOperationException($"{_context.Pool.AllocatedBytes} bytes of buffers, {_context.Timers.Count} timers");
        }
    }

    public override IEnumerable<byte[]> Samples()
    {
        var packets = new List<byte[]>();
        var context = new MachineContext(new PacketPool(), new SeededRandom(5));
        var peer = new FlowEnd(context, new FakeFlow { Sent = packets.Add }, FlowTerms.For(QosSpec.Data), this, new(1_000_000_000));
        int written = 0;
        foreach (int length in (int[])[0, 10, 1000, 5000])
        {
            peer.Write(_read.AsSpan(0, length), ref written, new(1_000_000_000));
            written = 0;
        }

        peer.Close(new(1_000_000_000));
        context.Run(new(2_000_000_000));
        return packets;
    }

    public override byte[]? Make(SeededRandom random)
    {
        byte[] packet = [0, 0, 0, 0, .. FlowMakers.Frcp(random)];
        Repair(packet);
        return packet;
    }

    public override void Repair(byte[] input)
    {
        if (input.Length > SumLength)
        {
            System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(input, Crc32C.Compute(input.AsSpan(SumLength)));
        }
    }

    public override void Renew()
    {
        _now = new(1_000_000_000);
        _written = 0;
        _context = new MachineContext(new PacketPool(), new SeededRandom(4));
        _lower = new FakeFlow();
        _end = new FlowEnd(_context, _lower, FlowTerms.For(QosSpec.Data), this, _now);
    }

    // A message that did not go whole goes on the next time.
    private void Write()
    {
        _length = _written > 0 ? _length : _turn % 3000;
        if (_end.Write(_read.AsSpan(0, _length), ref _written, _now) != WriteStatus.Blocked)
        {
            _written = 0;
        }
    }

    public void HandleReadable(Instant now)
    {
    }

    public void HandleWritable(Instant now)
    {
    }

    public void HandleClosed(CloseReason reason, Instant now)
    {
    }
}

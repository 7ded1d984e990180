using Lamina.Core;
using Lamina.Protocols.Flows;
using Lamina.Security.Records;

namespace Lamina.Tests.Shared;

/// <summary>Two ends of a flow in one domain: a train that one transmits is handed to the other through the run queue, uncopied.</summary>
internal sealed class LoopedPair : IFlowEndUser
{
    private readonly MachineContext _context;
    private readonly byte[] _target = new byte[65536];
    private Instant _now = new(1);

    /// <param name="qos">What the flow gives.</param>
    /// <param name="context">What both ends share; null: one of their own.</param>
    /// <param name="records">Of the end that writes (true), and of the other; null: they talk in clear.</param>
    public LoopedPair(QosSpec qos, MachineContext? context = null, Func<bool, Instant, FlowRecords>? records = null)
    {
        _context = context ?? new MachineContext(new PacketPool(), new SeededRandom(1));
        var a = new LoopedFlow(_context);
        var b = new LoopedFlow(_context) { Other = a };
        a.Other = b;
        FlowTerms terms = FlowTerms.For(qos, hasKeys: records is not null);
        A = new FlowEnd(_context, a, terms, this, _now, records?.Invoke(true, _now));
        B = new FlowEnd(_context, b, terms, this, _now, records?.Invoke(false, _now));
    }

    public FlowEnd A { get; }

    public FlowEnd B { get; }

    public void HandleReadable(Instant now)
    {
    }

    public void HandleWritable(Instant now)
    {
    }

    public void HandleClosed(CloseReason reason, Instant now)
    {
    }

    /// <summary>Writes a message at A and reads at B, with what the two tell each other meanwhile.</summary>
    /// <returns>Bytes that were read.</returns>
    public int Pass(ReadOnlySpan<byte> message)
    {
        int read = 0;
        int written = 0;
        while (A.Write(message, ref written, _now) == WriteStatus.Blocked)
        {
            read += Turn();
        }

        return read + Turn();
    }

    /// <summary>Passes a message so many times.</summary>
    public void Transfer(ReadOnlySpan<byte> message, int count)
    {
        for (int i = 0; i < count; i++)
        {
            Pass(message);
        }
    }

    /// <summary>Writes until nothing more is taken; nobody reads.</summary>
    public int Fill(ReadOnlySpan<byte> message)
    {
        int count = 0;
        for (int idle = 0; idle < 10; idle++)
        {
            int written = 0;
            while (A.Write(message, ref written, _now) == WriteStatus.Done)
            {
                written = 0;
                count++;
                idle = 0;
            }

            _now += Duration.FromMilliseconds(10);
            _context.Run(_now);
        }

        return count;
    }

    private int Turn()
    {
        _now += Duration.FromMicroseconds(10);
        _context.Run(_now);
        int read = 0;
        while (B.Read(_target, out int length, _now) != ReadStatus.Empty)
        {
            read += length;
        }

        _context.Run(_now);
        return read;
    }

    /// <summary>The layer below one of them.</summary>
    private sealed class LoopedFlow(MachineContext context) : LowerFlow, IDeferred
    {
        public LoopedFlow Other { get; set; } = null!;

        public override long Id => 1;

        public override int MaxPacketSize => 1429;

        public override int HeadRoom => 23;

        public override Duration MaxPacketLifetime => Duration.FromMilliseconds(100);

        public override PeerIdentity Peer => PeerIdentity.Anonymous;

        public override int Credit => int.MaxValue;

        public override void Transmit(in Train train, Instant now)
        {
            Train sent = train;
            sent.Push(HeadRoom);
            context.RunQueue.TryPostTrain(Other, 0, sent);
        }

        public override void Close(CloseReason reason, Instant now)
        {
        }

        public void RunDeferred(int code, in Train train, Instant now)
        {
            Train came = train;
            came.Pop(HeadRoom);
            User.HandleTrain(came, now);
            train.Buffer.Release();
        }
    }
}

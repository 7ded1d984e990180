using Lamina.Core;
using Lamina.Protocols.Flows;

namespace Lamina.Protocols.Tests.Flows;

/// <summary>One side of a <see cref="Pair"/>: a flow end with a user that writes a list of messages and reads what comes.</summary>
internal sealed class End : IFlowEndUser
{
    private readonly Pair _pair;
    private readonly Queue<byte[]> _toWrite = new();
    private readonly byte[] _target = new byte[1 << 16];
    private readonly List<byte> _partial = [];
    private int _written;
    private bool _mayWrite;

    public End(Pair pair, FlowTerms terms, IRandomSource random, int mps, int headRoom, bool isInitiator)
    {
        _pair = pair;
        Context = new MachineContext(new PacketPool(), random);
        Lower = new SimulatedFlow(pair, mps, headRoom) { Context = Context };
        Flow = new FlowEnd(Context, Lower, terms, this, pair.Now, pair.Sealed.RecordsFor(terms, isInitiator, pair.Now));
    }

    public MachineContext Context { get; }

    public SimulatedFlow Lower { get; }

    public FlowEnd Flow { get; }

    public List<byte[]> Messages { get; } = [];

    public bool Reads { get; set; } = true;

    /// <summary>False: it tries to write at every step.</summary>
    public bool WritesWhenTold { get; set; }

    /// <summary>Messages of which parts came, and then the word that they will not be whole.</summary>
    public int Torn { get; private set; }

    /// <summary>Reads that gave a part of a message.</summary>
    public int Parts { get; private set; }

    public bool SawEnd { get; private set; }

    public CloseReason Closed { get; private set; }

    /// <summary>When the peer had shown that it has the keys, each time that was told.</summary>
    public List<Instant> Proved { get; } = [];

    public int WritableCalls { get; private set; }

    public bool HasWritten => _toWrite.Count == 0;

    public int Waiting => _toWrite.Count;

    public void Write(byte[] message) => _toWrite.Enqueue(message);

    public void HandleReadable(Instant now)
    {
    }

    public void HandleWritable(Instant now)
    {
        WritableCalls++;
        _mayWrite = true;
    }

    public List<bool> Ways { get; } = [];

    public void HandleWay(bool isUp, Instant now) => Ways.Add(isUp);

    public void HandleProved(Instant now) => Proved.Add(now);

    public void HandleClosed(CloseReason reason, Instant now) => Closed = reason;

    /// <summary>What the user does when it has its turn.</summary>
    public void Step()
    {
        while (Reads && ReadOne())
        {
        }

        if (!WritesWhenTold || _mayWrite)
        {
            TryWrite();
        }
    }

    public void TryWrite()
    {
        _mayWrite = false;
        while (_toWrite.TryPeek(out byte[]? message))
        {
            WriteStatus status = Flow.Write(message, ref _written, _pair.Now);
            if (status != WriteStatus.Done)
            {
                return;
            }

            _toWrite.Dequeue();
            _written = 0;
        }
    }

    private bool ReadOne()
    {
        ReadStatus status = Flow.Read(_target, out int length, _pair.Now);
        if (status is ReadStatus.Message or ReadStatus.Partial)
        {
            _partial.AddRange(_target.AsSpan(0, length));
            Parts += status == ReadStatus.Partial ? 1 : 0;
            if (status == ReadStatus.Message)
            {
                Messages.Add([.. _partial]);
                _partial.Clear();
            }

            return true;
        }

        if (status == ReadStatus.Torn)
        {
            Torn++;
            _partial.Clear();
            return true;
        }

        SawEnd |= status == ReadStatus.EndOfFlow;
        return false;
    }
}

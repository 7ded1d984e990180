using Lamina.Bearers.Linux;
using Lamina.Bearers.Rings;
using Lamina.Core;
using Lamina.Node.Driving;
using Lamina.Wire.Attach;
using Microsoft.Win32.SafeHandles;

namespace Lamina.Node.Attach.Direct;

/// <summary>
/// Memory that this program shares with another one, and the flows whose packets go through it. The other program may be hostile: what
/// it writes ends this pair at worst.
/// </summary>
internal sealed class PairLink : IRingUser, IDisposable
{
    private readonly MachineContext _context;
    private readonly Action<PairLink, Instant> _broken;
    private readonly RingLink _link;
    private readonly Dictionary<uint, AttachedFlow> _flows = [];

    // Those that found no room, in the order in which they asked. Each flow is in here once.
    private readonly Queue<AttachedFlow> _waiting = new();
    private readonly GatheredPackets _gathered;
    private uint _highestChannel;

    private PairLink(DomainDriver driver, uint number, RingPair rings, bool isMaker, WakeSocket wakeUp, Action<PairLink, Instant> broken)
    {
        Number = number;
        _context = driver.Context;
        _broken = broken;
        _gathered = new GatheredPackets(driver.Context.Pool);
        _link = new RingLink(driver, rings, isMaker, wakeUp, wakeUp, this);
    }

    public uint Number { get; }

    /// <summary>Trains for flows that are closed, or that found the pool empty or the ring full.</summary>
    public long Dropped { get; private set; }

    /// <summary>Maps the memory. Null where it cannot be had, or is not what it should be.</summary>
    /// <param name="driver">The program's domain.</param>
    /// <param name="message">The daemon's word.</param>
    /// <param name="descriptors">Memory, wake-up: taken out of the list on success.</param>
    /// <param name="broken">Called once, when what is in the memory makes no sense.</param>
    public static PairLink? Open(DomainDriver driver, AttachPair message, List<SafeFileHandle> descriptors, Action<PairLink, Instant> broken)
    {
        if (descriptors.Count != AttachProtocol.PairDescriptors || !RingPair.TryAttach(descriptors[0], out RingPair? rings))
        {
            return null;
        }

        // The other side may have written here already: a ring that is too small for a record is one that we never ask for room.
        if (RingLayout.MaxRecordLength(Math.Min(rings.ToMaker.Capacity, rings.FromMaker.Capacity)) < AttachRecord.MaxLength)
        {
            rings.Dispose();
            descriptors.RemoveAt(0);
            return null;
        }

        var link = new PairLink(driver, message.Number, rings, message.Detail, new WakeSocket(descriptors[1]), broken);
        descriptors.Clear();
        return link;
    }

    public void Add(uint channel, AttachedFlow flow)
    {
        _flows[channel] = flow;
        Note(channel);
    }

    /// <summary>A channel that nobody here uses: what comes for it is dropped.</summary>
    public void Note(uint channel)
    {
        _highestChannel = Math.Max(_highestChannel, channel);
        _link.Resume();
    }

    /// <summary>The flow sends and gets nothing more; what it sent is published.</summary>
    public void Remove(uint channel)
    {
        if (_flows.Remove(channel))
        {
            _link.Flush();
        }
    }

    /// <summary>True where a longest record fits; where it does not, the flow is told when it does.</summary>
    public bool HasRoomFor(AttachedFlow flow)
    {
        if (_link.HasRoom)
        {
            return true;
        }

        if (!flow.IsWaitingForRoom)
        {
            flow.IsWaitingForRoom = true;
            _waiting.Enqueue(flow);
        }

        return false;
    }

    public void Transmit(uint channel, in Train train)
    {
        if (_link.Write(channel, train) < train.Count)
        {
            Dropped++;
        }
    }

    /// <summary>Takes everything that has come: a flow's last packets come before its end.</summary>
    public void ServeAll(Instant now) => _link.ServeAll(now);

    public bool HandleRecord(uint flow, ReadOnlySpan<byte> record, Instant now)
    {
        // The daemon has told of it, but that is still in the socket.
        if (flow > _highestChannel)
        {
            return false;
        }

        if (!_flows.TryGetValue(flow, out AttachedFlow? known))
        {
            Dropped++;
            return true;
        }

        if (!AttachRecord.TryReadHeader(record, known.MaxPacketSize, out int segmentLength, out int count, out _))
        {
            HandleCorrupt(now);
            return true;
        }

        ReadOnlySpan<byte> segments = record[AttachRecord.HeaderLength..];
        if (count == 1 && GatheredPackets.IsShort(segments.Length))
        {
            if (!_gathered.TryAdd(known, segments))
            {
                _gathered.Deliver(now);
                Dropped += _gathered.TryBegin(known, segments) ? 0 : 1;
            }

            return true;
        }

        _gathered.Deliver(now);
        if (!_context.Pool.TryRent(record.Length - AttachRecord.HeaderLength, out PacketBuffer buffer))
        {
            Dropped++;
            return true;
        }

        // The one copy: whoever wrote this can change it until it is ours.
        _context.Pool.Copy(segments, buffer.Span);
        known.Passed.HandleReceived(count, segments.Length, now);
        known.User.HandleTrain(Train.Contiguous(buffer, 0, segments.Length, segmentLength), now);
        buffer.Release();
        return true;
    }

    public void HandleServed(Instant now) => _gathered.Deliver(now);

    public void HandleRoom(Instant now)
    {
        for (int left = _waiting.Count; left > 0 && _link.HasRoom; left--)
        {
            AttachedFlow flow = _waiting.Dequeue();
            flow.IsWaitingForRoom = false;
            flow.HandleRoomInPair(now);
        }
    }

    public void HandleTurnEnd(Instant now)
    {
        // What a turn wrote needs nothing more.
    }

    public void HandleCorrupt(Instant now)
    {
        _link.Dispose();
        _broken(this, now);
    }

    /// <summary>It is over: its flows go through the daemon, as far as they live.</summary>
    public void End(Instant now)
    {
        _link.ServeAll(now);
        Dispose();
        AttachedFlow[] flows = [.. _flows.Values];
        _flows.Clear();
        _waiting.Clear();
        foreach (AttachedFlow flow in flows)
        {
            // What it was granted may have come before this, through the ring.
            flow.LeavePair();
            flow.HandleRoom(now);
        }
    }

    public void Dispose() => _link.Dispose();
}

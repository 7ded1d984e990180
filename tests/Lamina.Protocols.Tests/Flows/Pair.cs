using Lamina.Core;
using Lamina.Protocols.Flows;
using Lamina.Security.Records;
using Lamina.Wire.Frcp;
using Lamina.Wire.Offers;

namespace Lamina.Protocols.Tests.Flows;

/// <summary>Two flow ends over a simulated link with faults, in virtual time, by seed.</summary>
internal sealed class Pair
{
    private readonly PriorityQueue<Arrival, (long At, long Order)> _link = new();
    private long _order;

    public Pair(QosSpec qos, ulong seed, LinkFaults? faults = null, FlowLimits? limits = null, int mps = 1444, int headRoom = 8, bool isSealed = false, RecordBounds? bounds = null)
        : this(FlowTerms.For(qos, limits), seed, faults, mps, headRoom, isSealed: isSealed, bounds: bounds)
    {
    }

    public Pair(
        FlowTerms terms,
        ulong seed,
        LinkFaults? faults = null,
        int mps = 1444,
        int headRoom = 8,
        IRandomSource? random = null,
        Duration? mpl = null,
        bool isSealed = false,
        RecordBounds? bounds = null)
    {
        Sealed.Bounds = bounds ?? RecordBounds.Default;
        if (isSealed)
        {
            // Messages are cut as they are in clear.
            mps += RecordHeader.Length - (terms.Composition.Has(ElementId.Integrity) ? IntegrityHeader.Length : 0);
            terms = SealedFlows.Seal(terms);
        }

        MaxPacketLifetime = mpl ?? Duration.FromSeconds(1);
        Random = new SeededRandom(seed);
        A = new End(this, terms, random ?? new SeededRandom(seed * 2), mps, headRoom, isInitiator: true);
        B = new End(this, terms, random ?? new SeededRandom((seed * 2) + 1), mps, headRoom, isInitiator: false);
        A.Lower.Other = B.Lower;
        B.Lower.Other = A.Lower;
        A.Lower.Faults = faults ?? LinkFaults.None;
        B.Lower.Faults = faults ?? LinkFaults.None;
    }

    public Duration MaxPacketLifetime { get; }

    /// <summary>Of both ends, so that a counter that either uses twice is seen.</summary>
    public SealedFlows Sealed { get; } = new();

    public SeededRandom Random { get; }

    public Instant Now { get; private set; } = new(1_000_000_000);

    public End A { get; }

    public End B { get; }

    /// <summary>Packets that B dropped because the link had changed them. A counter with another bit may be one that has come.</summary>
    public long DroppedForItsBytes => B.Flow.Counters.Dropped(DropReason.Corrupt)
        + B.Flow.Counters.Dropped(DropReason.NotAuthentic) + B.Flow.Counters.Dropped(DropReason.Replayed);

    /// <summary>Every packet that was put on the link, by sender.</summary>
    public Action<SimulatedFlow, byte[], Instant> OnPacket { get; set; } = (_, _, _) => { };

    public void Send(SimulatedFlow from, in Train train, Instant now)
    {
        LinkFaults faults = from.Faults;
        var batch = new List<byte[]>();
        for (int i = 0; i < train.Count; i++)
        {
            byte[] packet = train[i][from.HeadRoom..].ToArray();
            OnPacket(from, packet, now);
            Duration onLink = faults.Rate > 0 ? Serialize(from, packet.Length, now) : Duration.Zero;
            if (IsLost(from) || from.Drops(packet))
            {
                continue;
            }

            if (Chance(faults.Corruption) && packet.Length > 0)
            {
                packet[Random.Next(packet.Length)] ^= (byte)(1 << Random.Next(8));
            }

            if (Chance(faults.Duplication))
            {
                Put(from, [packet], now + onLink + faults.Latency + Jitter(faults));
            }

            while (Chance(faults.Kept))
            {
                Put(from, [packet], now + new Duration((long)(Random.NextDouble() * faults.KeptFor.Nanoseconds)));
            }

            if (Chance(faults.Reordering))
            {
                Put(from, [packet], now + onLink + faults.Latency + Jitter(faults));
                continue;
            }

            if (faults.Rate > 0)
            {
                Put(from, [packet], now + onLink + faults.Latency);
                continue;
            }

            batch.Add(packet);
            if (Chance(faults.Cutting))
            {
                Put(from, batch, now + faults.Latency);
                batch = [];
            }
        }

        if (batch.Count > 0)
        {
            Put(from, batch, now + faults.Latency);
        }
    }

    public void SendClose(SimulatedFlow from, CloseReason reason, Instant now) =>
        _link.Enqueue(new Arrival(from.Other, [], reason), ((now + from.Faults.Latency + Jitter(from.Faults)).Nanoseconds, _order++));

    /// <summary>Runs until a condition holds.</summary>
    /// <returns>False when time ran out, or nothing can happen any more.</returns>
    public bool RunUntil(Func<bool> condition, double seconds = 120)
    {
        Instant end = Now + Duration.FromSeconds(seconds);
        Turn();
        while (!condition())
        {
            Instant next = Instant.Min(A.Context.NextTimeout, B.Context.NextTimeout);
            if (_link.TryPeek(out _, out (long At, long Order) first))
            {
                next = Instant.Min(next, new Instant(first.At));
            }

            if (next > end)
            {
                Now = end;
                return condition();
            }

            Now = Instant.Max(Now, next);
            Turn();
        }

        return true;
    }

    /// <summary>A packet comes to an end now, whoever sent it and when.</summary>
    public void Inject(SimulatedFlow to, byte[] packet) => DeliverAll(to, [packet]);

    public void RunFor(Duration time) => RunUntil(() => false, time.TotalSeconds);

    private Duration Serialize(SimulatedFlow from, int bytes, Instant now)
    {
        from.FreeAt = Instant.Max(from.FreeAt, now) + Duration.FromSeconds(bytes * 8 / from.Faults.Rate);
        int backlog = from.BacklogAt(now);
        if (backlog >= from.Faults.Buffer && !from.IsTold)
        {
            from.IsTold = true;
            Instant half = now + Duration.FromSeconds((backlog - (from.Faults.Buffer / 2)) * 8 / from.Faults.Rate);
            _link.Enqueue(new Arrival(from, [], CloseReason.None), (half.Nanoseconds, _order++));
        }

        return from.FreeAt - now;
    }

    private bool IsLost(SimulatedFlow from)
    {
        if (from.BurstLeft > 0)
        {
            from.BurstLeft--;
            return true;
        }

        if (!Chance(from.Faults.Loss / from.Faults.BurstLength))
        {
            return false;
        }

        while (Chance(1 - (1 / from.Faults.BurstLength)))
        {
            from.BurstLeft++;
        }

        return true;
    }

    private void Turn()
    {
        while (_link.TryPeek(out Arrival? arrival, out (long At, long Order) due) && due.At <= Now.Nanoseconds)
        {
            _link.Dequeue();
            if (arrival.Reason != CloseReason.None)
            {
                arrival.To.DeliverClose(arrival.Reason, Now);
                continue;
            }

            if (arrival.Packets.Count == 0)
            {
                arrival.To.DeliverWritable(Now);
                continue;
            }

            // Receive offload: what comes together, of one length, is one train.
            var packets = new List<byte[]>(arrival.Packets);
            while (_link.TryPeek(out Arrival? more, out due) && due.At <= Now.Nanoseconds
                && more.To == arrival.To && more.Reason == CloseReason.None && more.Packets.Count > 0 && packets.Count < 100)
            {
                packets.AddRange(_link.Dequeue().Packets);
            }

            DeliverAll(arrival.To, packets);
        }

        A.Context.Run(Now);
        B.Context.Run(Now);
        A.Step();
        B.Step();
        A.Context.Run(Now);
        B.Context.Run(Now);
    }

    private void DeliverAll(SimulatedFlow to, List<byte[]> packets)
    {
        for (int i = 0; i < packets.Count;)
        {
            int length = packets[i].Length;
            int count = 1;
            int total = length;
            while (i + count < packets.Count && packets[i + count - 1].Length == length && packets[i + count].Length <= length
                && packets[i + count].Length > 0 && total + length <= 65507)
            {
                total += packets[i + count++].Length;
            }

            Assert.True(to.Context.Pool.TryRent(PacketPool.LargeCapacity, out PacketBuffer buffer));
            int at = 0;
            for (int j = 0; j < count; j++)
            {
                packets[i + j].CopyTo(buffer.Span[at..]);
                at += packets[i + j].Length;
            }

            to.Deliver(Train.Contiguous(buffer, 0, total, length), Now);
            buffer.Release();
            i += count;
        }
    }

    private void Put(SimulatedFlow from, List<byte[]> packets, Instant at) =>
        _link.Enqueue(new Arrival(from.Other, packets, CloseReason.None), (at.Nanoseconds, _order++));

    private bool Chance(double chance) => chance > 0 && Random.NextDouble() < chance;

    private Duration Jitter(LinkFaults faults) =>
        faults.Reordering > 0 ? new Duration((long)(Random.NextDouble() * 2 * faults.Latency.Nanoseconds)) : Duration.Zero;

    private sealed record Arrival(SimulatedFlow To, List<byte[]> Packets, CloseReason Reason);
}

using Lamina.Core;
using Lamina.Protocols.Flows;
using Lamina.Wire.Offers;

namespace Lamina.Protocols.Tests.Flows;

/// <summary>What every element that works on packets owes. One that is new is found here by itself.</summary>
public class ElementTests
{
    private const int Room = 64;
    private static readonly Instant Now = new(1);

    private readonly PacketPool _pool = new();
    private readonly SealedFlows _sealed = new();

    public static TheoryData<ElementId> Ids => [.. Enum.GetValues<ElementId>()];

    [Theory]
    [MemberData(nameof(Ids))]
    public void What_goes_down_comes_up_as_it_was(ElementId id)
    {
        var counters = new FlowEndCounters();
        foreach ((IPacketElement element, IPacketElement other) in Of(id, counters))
        {
            for (int seed = 0; seed < 500; seed++)
            {
                // Somebody else may hold it, and reads on.
                bool isHeld = seed % 2 == 0;
                Train train = MakeTrain(new Random(seed));
                byte[][] before = Bytes(train);
                if (isHeld)
                {
                    train.Buffer.Retain();
                }

                Train down = train;
                Assert.True(element.TryDown(ref down, Now));
                Assert.Equal((train.Offset - element.HeadRoom, train.Count), (down.Offset, down.Count));
                if (isHeld)
                {
                    Assert.Equal(before, Bytes(train));
                    train.Buffer.Release();
                }

                Train up = down;
                Assert.Equal(TrainBits.All(train.Count), other.Up(ref up, TrainBits.All(train.Count), Now));
                Assert.Equal(before, Bytes(up));
                down.Buffer.Release();
            }
        }

        Assert.All(Enum.GetValues<DropReason>(), reason => Assert.Equal(0, counters.Dropped(reason)));
        Assert.Equal(0, _pool.RentedCount);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Any_bytes_are_survived_and_what_was_dropped_before_stays_so(ElementId id)
    {
        var counters = new FlowEndCounters();
        foreach ((IPacketElement element, _) in Of(id, counters))
        {
            for (int seed = 0; seed < 500; seed++)
            {
                var random = new Random(seed);
                Train train = MakeTrain(random);
                ulong good = (ulong)random.NextInt64() & TrainBits.All(train.Count);
                ulong passed = element.Up(ref train, good, Now);
                Assert.Equal(0UL, passed & ~good);
                train.Buffer.Release();
            }
        }

        Assert.Equal(0, _pool.RentedCount);
    }

    [Theory]
    [InlineData(ElementId.Integrity, DropReason.Corrupt)]
    [InlineData(ElementId.Seal, DropReason.NotAuthentic)]
    public void The_segment_with_a_wrong_bit_is_dropped_and_no_other(ElementId id, DropReason reason)
    {
        var counters = new FlowEndCounters();
        (IPacketElement element, IPacketElement other) = Assert.Single(Of(id, counters));
        for (int seed = 0; seed < 500; seed++)
        {
            var random = new Random(seed);
            Train train = MakeTrain(random);
            Assert.True(element.TryDown(ref train, Now));
            int broken = random.Next(train.Count);
            train[broken][random.Next(train.LengthOf(broken))] ^= (byte)(1 << random.Next(8));
            ulong all = TrainBits.All(train.Count);
            Assert.Equal(all & ~(1UL << broken), other.Up(ref train, all, Now));
            train.Buffer.Release();
        }

        // A counter with another bit may be one that has come.
        Assert.Equal(500, counters.Dropped(reason) + counters.Dropped(DropReason.Replayed));
    }

    // Of both ends of a flow.
    private List<(IPacketElement, IPacketElement)> Of(ElementId id, FlowEndCounters counters)
    {
        FlowTerms terms = FlowTerms.For(QosSpec.Raw) with { Composition = new Composition([new ElementSpec(id)]) };
        IPacketElement[] Make(bool isInitiator) => ElementFactory.PacketElements(
            terms.Composition,
            _sealed.RecordsFor(terms, isInitiator, Now) is { } records ? new SealingElement(_pool, records, counters) : null,
            counters);
        return [.. Make(true).Zip(Make(false))];
    }

    private static byte[][] Bytes(Train train) => [.. Enumerable.Range(0, train.Count).Select(i => train[i].ToArray())];

    private Train MakeTrain(Random random)
    {
        int count = 1 + random.Next(TrainBits.MaxSegments);
        int length = 1 + random.Next(900);
        int last = 1 + random.Next(length);
        int stride = Room + length;
        Assert.True(_pool.TryRent(PacketPool.LargeCapacity, out PacketBuffer buffer));
        random.NextBytes(buffer.Span);
        return new Train
        {
            Buffer = buffer,
            Offset = Room,
            Stride = stride,
            Length = count == 1 ? last : length,
            LastLength = last,
            Count = count,
            HeadRoom = Room,
        };
    }
}

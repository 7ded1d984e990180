using Lamina.Core;
using Lamina.Protocols.Flows;
using Lamina.Wire.Offers;

namespace Lamina.Protocols.Tests.Flows;

/// <summary>What every element that works on packets owes. One that is new is found here by itself.</summary>
public class ElementTests
{
    private const int Room = 64;

    private readonly PacketPool _pool = new();

    public static TheoryData<ElementId> Ids => [.. Enum.GetValues<ElementId>()];

    [Theory]
    [MemberData(nameof(Ids))]
    public void What_goes_down_comes_up_as_it_was(ElementId id)
    {
        var counters = new FlowEndCounters();
        foreach (IPacketElement element in Of(id, counters))
        {
            for (int seed = 0; seed < 500; seed++)
            {
                Train train = MakeTrain(new Random(seed));
                byte[][] before = Bytes(train);
                Train down = train;
                element.Down(ref down);
                Assert.Equal((train.Offset - element.HeadRoom, train.Count), (down.Offset, down.Count));
                Assert.Equal(before, Bytes(train));

                Train up = down;
                Assert.Equal(TrainBits.All(train.Count), element.Up(ref up, TrainBits.All(train.Count)));
                Assert.Equal(before, Bytes(up));
                train.Buffer.Release();
            }
        }

        Assert.Equal((0L, 0), (counters.Dropped(DropReason.Corrupt), _pool.RentedCount));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Any_bytes_are_survived_and_what_was_dropped_before_stays_so(ElementId id)
    {
        var counters = new FlowEndCounters();
        foreach (IPacketElement element in Of(id, counters))
        {
            for (int seed = 0; seed < 500; seed++)
            {
                var random = new Random(seed);
                Train train = MakeTrain(random);
                ulong good = (ulong)random.NextInt64() & TrainBits.All(train.Count);
                ulong passed = element.Up(ref train, good);
                Assert.Equal(0UL, passed & ~good);
                train.Buffer.Release();
            }
        }

        Assert.Equal(0, _pool.RentedCount);
    }

    [Fact]
    public void Integrity_drops_the_segment_with_a_wrong_bit_and_no_other()
    {
        var counters = new FlowEndCounters();
        IPacketElement element = Assert.Single(Of(ElementId.Integrity, counters));
        for (int seed = 0; seed < 500; seed++)
        {
            var random = new Random(seed);
            Train train = MakeTrain(random);
            element.Down(ref train);
            int broken = random.Next(train.Count);
            train[broken][random.Next(train.LengthOf(broken))] ^= (byte)(1 << random.Next(8));
            ulong all = TrainBits.All(train.Count);
            Assert.Equal(all & ~(1UL << broken), element.Up(ref train, all));
            train.Buffer.Release();
        }

        Assert.Equal(500, counters.Dropped(DropReason.Corrupt));
    }

    private static IPacketElement[] Of(ElementId id, FlowEndCounters counters) =>
        ElementFactory.PacketElements(new Composition([new ElementSpec(id)]), counters);

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

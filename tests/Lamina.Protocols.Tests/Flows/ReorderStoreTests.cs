using Lamina.Core;
using Lamina.Protocols.Flows;
using Lamina.Wire.Frcp;

namespace Lamina.Protocols.Tests.Flows;

public class ReorderStoreTests
{
    [Fact]
    public void It_behaves_like_a_set_of_numbers()
    {
        for (ulong seed = 0; seed < 300; seed++)
        {
            Compare(seed);
        }
    }

    private static void Compare(ulong seed)
    {
        var random = new SeededRandom(seed);
        var pool = new PacketPool();
        var counters = new FlowEndCounters();
        var store = new ReorderStore(new MachineContext(pool, random), counters);
        var start = new SequenceNumber((uint)random.NextUInt64());
        var model = new SortedSet<int>();
        var known = new HashSet<int>();
        int next = 0;
        for (int step = 0; step < 300; step++)
        {
            if (random.Next(4) > 0)
            {
                int first = next + 1 + random.Next(200);
                int count = 1 + random.Next(20);
                Insert(store, pool, start + first, count);
                model.UnionWith(Enumerable.Range(first, count));
            }
            else
            {
                next += random.Next(40);
                model.RemoveWhere(number => number < next);
                while (store.TryTake(start + next, out Train train))
                {
                    for (int i = 0; i < train.Count; i++, next++)
                    {
                        Assert.Equal((byte)(start + next).Value, train[i][0]);
                        Assert.True(model.Remove(next), $"seed {seed}");
                    }

                    train.Buffer.Release();
                }

                Assert.False(model.Contains(next), $"seed {seed}");
            }

            // Some come together before they are told.
            if (random.Next(3) > 0)
            {
                do
                {
                    var blocks = new SackBlock[8];
                    SackBlock[] told = blocks[..store.WriteBlocks(blocks)];
                    Assert.Equal(told.OrderBy(block => block.Start.DistanceFrom(start)), told);
                    known.UnionWith(told.SelectMany(
                        block => Enumerable.Range(block.Start.DistanceFrom(start), block.End.DistanceFrom(block.Start))));
                }
                while (store.HasUntold);
                Assert.True(model.IsSubsetOf(known), $"seed {seed}: something was not told");
                Assert.True(known.Where(number => number >= next).All(model.Contains), $"seed {seed}: something was told that is not there");
            }
        }

        store.Clear();
        Assert.Equal(0, pool.RentedCount);
    }

    private static void Insert(ReorderStore store, PacketPool pool, SequenceNumber first, int count)
    {
        Assert.True(pool.TryRent(count * 10, out PacketBuffer buffer));
        var train = Train.Contiguous(buffer, 0, count * 10, 10);
        for (int i = 0; i < count; i++)
        {
            train[i][0] = (byte)(first + i).Value;
        }

        store.Insert(first, train);
        buffer.Release();
    }
}

using Lamina.Core;
using Lamina.Protocols.Admission;

namespace Lamina.Protocols.Tests.Admission;

/// <summary>What is held is never more than there is.</summary>
public sealed class BandwidthBookTests
{
    [Fact]
    public void Nothing_is_held_where_nobody_said_how_much_there_is()
    {
        var book = new BandwidthBook<int>(0);
        Assert.False(book.IsKept);
        Assert.False(book.TryHold(1, 1));
    }

    [Fact]
    public void Another_amount_under_one_name_replaces_the_first_or_changes_nothing()
    {
        var book = new BandwidthBook<int>(10);
        Assert.True(book.TryHold(1, 6));
        Assert.True(book.TryHold(1, 6));
        Assert.True(book.TryHold(2, 4));
        Assert.False(book.TryHold(1, 7));
        Assert.Equal(10ul, book.Reserved);
        Assert.True(book.TryHold(1, 1));
        Assert.Equal(5ul, book.Reserved);
        Assert.False(book.TryHold(3, ulong.MaxValue - 1));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Random_holders_never_have_more_than_the_capacity_and_leave_nothing(ulong seed)
    {
        const ulong capacity = 1000;
        var random = new SeededRandom(seed);
        var book = new BandwidthBook<int>(capacity);
        var oracle = new Dictionary<int, ulong>();
        for (int round = 0; round < 20_000; round++)
        {
            int who = random.Next(30);
            ulong amount = (ulong)random.Next(400) + 1;
            ulong others = oracle.Where(entry => entry.Key != who).Aggregate(0ul, (sum, entry) => sum + entry.Value);
            if (random.Next(3) == 0)
            {
                book.Release(who);
                oracle.Remove(who);
            }
            else
            {
                Assert.Equal(others + amount <= capacity, book.TryHold(who, amount));
                if (others + amount <= capacity)
                {
                    oracle[who] = amount;
                }
            }

            Assert.Equal(oracle.Aggregate(0ul, (sum, entry) => sum + entry.Value), book.Reserved);
            Assert.True(book.Reserved <= capacity);
            Assert.Equal(oracle.Count, book.Count);
        }

        for (int who = 0; who < 30; who++)
        {
            book.Release(who);
        }

        Assert.Equal((0ul, 0), (book.Reserved, book.Count));
    }
}

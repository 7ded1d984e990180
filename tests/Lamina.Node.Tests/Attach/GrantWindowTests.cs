using Lamina.Node.Attach;
using Lamina.Wire.Attach;

namespace Lamina.Node.Tests.Attach;

/// <summary>The window of what a program may send: a program that always sends all it may, and a layer of any speed.</summary>
public sealed class GrantWindowTests
{
    private const int Packet = 1700;

    [Fact]
    public void It_begins_with_32_KiB_with_less_in_a_crowd_and_never_with_less_than_two_packets()
    {
        Assert.Equal(32 * 1024, new GrantWindow(Packet, int.MaxValue).Size);
        Assert.Equal(10_000, new GrantWindow(Packet, 10_000).Size);
        Assert.Equal(2 * Packet, new GrantWindow(Packet, 0).Size);
        Assert.Equal(2 * 65_763, new GrantWindow(65_763, 0).Size);
    }

    [Fact]
    public void A_layer_that_takes_all_lets_it_grow_to_its_bound()
    {
        var window = new GrantWindow(Packet, int.MaxValue);
        for (int i = 0; i < 20; i++)
        {
            SendAll(window);
            Assert.True(window.TryGrant(held: 0, isHungry: true, GrantWindow.Largest));
            Assert.Equal(window.Size, window.Outstanding);
        }

        Assert.Equal(GrantWindow.Largest, window.Size);
    }

    [Fact]
    public void A_bound_below_its_size_does_not_shrink_it()
    {
        var window = new GrantWindow(Packet, int.MaxValue);
        SendAll(window);
        Assert.True(window.TryGrant(held: 0, isHungry: true, most: 0));
        Assert.Equal(32 * 1024, window.Size);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(8)]
    public void Behind_a_slow_layer_it_shrinks_to_what_keeps_the_layer_busy(int burst)
    {
        var window = new GrantWindow(Packet, int.MaxValue);
        int held = 0;
        int idle = 0;
        for (int i = 0; i < 1000; i++)
        {
            // The layer takes a burst, and then the program sends whatever it may.
            int taken = Math.Min(held, burst * Packet);
            idle += i > 500 && taken < burst * Packet ? 1 : 0;
            held -= taken;
            window.TryGrant(held, isHungry: false, GrantWindow.Largest);
            held += SendAll(window);
        }

        Assert.InRange(window.Size, burst * Packet, (Math.Max(2, 2 * burst) + 1) * Packet);
        Assert.True(idle < 50, $"the layer went short {idle} times in 500");
    }

    [Fact]
    public void Whoever_has_no_credit_left_is_granted_more_as_soon_as_all_has_gone()
    {
        var random = new Random(5);
        for (int round = 0; round < 1000; round++)
        {
            var window = new GrantWindow(Packet, random.Next(0, 100_000));
            while (!window.IsUsedUp)
            {
                Assert.True(window.TryTake(random.Next(257, Packet)));
                window.TryGrant(held: random.Next(0, window.Size), isHungry: false, GrantWindow.Largest);
            }

            Assert.True(window.TryGrant(held: 0, isHungry: false, GrantWindow.Largest));
            Assert.False(window.IsUsedUp);
        }
    }

    [Fact]
    public void A_program_that_passes_its_limit_may_owe_so_much_and_no_more()
    {
        var window = new GrantWindow(Packet, int.MaxValue);
        Assert.True(window.TryTake(window.Size + AttachCredit.MostOwed));
        Assert.False(window.TryTake(1));
        Assert.True(window.TryGrant(held: 0, isHungry: true, GrantWindow.Largest));
        Assert.True(window.TryTake(1));
    }

    [Fact]
    public void What_is_dropped_beyond_that_costs_its_sender_no_credit_for_later()
    {
        var window = new GrantWindow(Packet, int.MaxValue);
        uint sent = (uint)(window.Size + AttachCredit.MostOwed);
        Assert.True(window.TryTake((int)sent));
        for (int i = 0; i < 10; i++)
        {
            Assert.False(window.TryTake(Packet));
            sent += Packet;
        }

        // By its own sum the program has as much left as the daemon thinks.
        Assert.True(window.TryGrant(held: 0, isHungry: true, GrantWindow.Largest));
        Assert.Equal(window.Size, (int)(window.Limit - sent));
    }

    private static int SendAll(GrantWindow window)
    {
        int sent = 0;
        while (!window.IsUsedUp)
        {
            Assert.True(window.TryTake(Packet));
            sent += Packet;
        }

        return sent;
    }
}

using Lamina.Core;
using Lamina.Ipc.Udp.Impairment;

namespace Lamina.Ipc.Tests.Udp.Impairment;

public sealed class ImpairedPortTests
{
    private readonly MachineContext _context = new(new PacketPool(), new SeededRandom(1));
    private readonly BarePort _bare = new();
    private readonly CountingUser _user = new();
    private readonly ImpairedPort _port;
    private Instant _now;

    public ImpairedPortTests() => _port = new ImpairedPort(_bare, _context) { User = _user };

    [Fact]
    public void Without_an_impairment_it_is_the_port_behind_it()
    {
        Send(10, 100);
        Receive(100);
        Assert.Equal((10, 1), (_bare.Sent.Count, _user.Received.Count));
        AssertNothingHeld();
    }

    [Fact]
    public void What_is_delayed_leaves_at_its_time_as_one_train()
    {
        Set("delay=20ms,way=out");
        Send(10, 100);
        Assert.Empty(_bare.Sent);
        RunTo(19);
        Assert.Empty(_bare.Sent);
        RunTo(20);
        Assert.Equal((10, 1), (_bare.Sent.Count, _bare.Trains));
        Receive(100);
        Assert.Single(_user.Received);
        AssertNothingHeld();
    }

    [Fact]
    public void Each_way_is_impaired_alike()
    {
        Set("loss=100%");
        Send(10, 100);
        Receive(100);
        Assert.Equal((0, 0), (_bare.Sent.Count, _user.Received.Count));
        Assert.Equal((10, 1), (_port.Sent.Lost, _port.Received.Lost));
        AssertNothingHeld();
    }

    [Fact]
    public void A_rate_takes_the_credit_away_and_gives_it_back_when_the_queue_is_half_empty()
    {
        Set("rate=8mbit,queue=10k");
        Send(9, 1000);
        Assert.Equal(0, _port.Credit);
        Assert.Equal(0, _user.Writable);
        RunTo(9);
        Assert.Equal(1, _user.Writable);
        Assert.True(_port.Credit > 0);
        Assert.Equal(0, _port.Sent.Dropped);
        Assert.InRange(_bare.Sent.Count, 3, 9);
        RunTo(20);
        Assert.Equal(9, _bare.Sent.Count);
        AssertNothingHeld();
    }

    [Fact]
    public void Corruption_turns_one_bit_of_a_copy()
    {
        Set("corrupt=100%");
        byte[] whole = new byte[100];
        Receive(whole);
        Assert.Equal(1, _user.Received[0].Sum(b => int.PopCount(b)));
        Assert.All(whole, b => Assert.Equal(0, b));
    }

    [Fact]
    public void Off_lets_go_what_waits_at_once_and_in_order()
    {
        Set("delay=1s");
        Send(3, 50);
        Send(2, 60);
        _port.Set(null, _now);
        Assert.Equal([50, 50, 50, 60, 60], _bare.Sent.Select(datagram => datagram.Length));
        Send(1, 70);
        Assert.Equal(6, _bare.Sent.Count);
        AssertNothingHeld();
    }

    [Fact]
    public void Off_gives_credit_back()
    {
        Set("rate=8kbit,queue=1500");
        Send(1, 1000);
        Assert.Equal(0, _port.Credit);
        _port.Set(null, _now);
        RunTo(0);
        Assert.Equal(1, _user.Writable);
        Assert.True(_port.Credit > 0);
    }

    [Fact]
    public void Nothing_passes_during_an_outage_and_all_after_it()
    {
        Set("outage=2s");
        Send(1, 50);
        RunTo(1999);
        Send(1, 50);
        RunTo(2001);
        Send(1, 50);
        Assert.Single(_bare.Sent);
        Assert.Equal(2, _port.Sent.Lost);
    }

    [Fact]
    public void What_waits_is_bounded()
    {
        Set("delay=1000s");
        for (int i = 0; i < 40_000; i++)
        {
            Send(1, 1400);
        }

        Assert.True(_port.NoRoomCount > 10_000);
        _port.Close();
        AssertNothingHeld();
    }

    [Fact]
    public void Nobody_may_cut_what_must_stay_whole_on_the_way_out_either()
    {
        Set("delay=5ms");
        _context.Pool.TryRent(2000, out PacketBuffer buffer);
        Assert.True(_port.TrySendWhole(Train.Single(buffer, 0, 1000), Peer, _now));
        RunTo(5);
        Assert.Equal(1, _bare.Whole);
        AssertNothingHeld();
    }

    private static UdpEndpoint Peer => UdpEndpoint.FromIPv4(0x0A000002, 3435);

    private void Set(string text)
    {
        Assert.True(ImpairmentText.Parse(text, out PortImpairment impairment).IsOk);
        _port.Set(impairment with { Seed = 1 }, _now);
    }

    private void Send(int count, int length)
    {
        _context.Pool.TryRent(count * length, out PacketBuffer buffer);
        _port.Send(Train.Contiguous(buffer, 0, count * length, length), Peer, _now);
    }

    private void Receive(int length) => Receive(new byte[length]);

    private void Receive(byte[] datagram)
    {
        _context.Pool.TryRent(datagram.Length, out PacketBuffer buffer);
        datagram.CopyTo(buffer.Span);
        _bare.User!.HandleDatagrams(Train.Single(buffer, 0, datagram.Length), Peer, _now);
        datagram.AsSpan().Clear();
        buffer.Release();
    }

    private void RunTo(int milliseconds)
    {
        Instant end = Instant.Zero + Duration.FromMilliseconds(milliseconds);
        while (_context.NextTimeout <= end)
        {
            _now = Instant.Max(_now, _context.NextTimeout);
            _context.Run(_now);
        }

        _now = end;
        _context.Run(_now);
    }

    private void AssertNothingHeld() => Assert.Equal(0, _context.Pool.RentedCount);
}

using Lamina.Core;
using Lamina.Protocols.Congestion;

namespace Lamina.Protocols.Tests.Congestion;

public class ArrivalLogTests
{
    private const int Packet = 1400;

    private readonly ArrivalLog _log = new();
    private Instant _now = Instant.Zero + Duration.FromSeconds(1);

    [Fact]
    public void Each_marker_in_its_turn_is_answered_once()
    {
        for (int i = 0; i < 50; i++)
        {
            byte marker = (byte)(1 + (i % 7));
            Assert.True(Asks(marker));
            Assert.False(Asks(marker));
        }
    }

    [Fact]
    public void A_packet_that_comes_late_or_twice_asks_nothing_however_many_markers_ago_it_was_sent()
    {
        for (byte marker = 1; marker <= 7; marker++)
        {
            Assert.True(Asks(marker));
        }

        foreach (byte late in (byte[])[6, 5, 4, 3, 2])
        {
            Assert.False(Asks(late));
            Assert.False(Asks(7));
        }

        Assert.True(Asks(1));
    }

    [Fact]
    public void Where_markers_were_lost_whole_the_next_packet_but_one_is_answered_and_after_a_pause_the_next_one()
    {
        Assert.True(Asks(1));
        Assert.False(Asks(3));
        Assert.True(Asks(3));
        _now += Duration.FromMilliseconds(150);
        Assert.True(Asks(7));
    }

    [Fact]
    public void A_source_that_asks_too_often_is_not_answered_but_for_every_16_KiB()
    {
        int answered = 0;
        byte marker = 0;
        for (int i = 0; i < 1000; i++)
        {
            marker = (byte)(1 + (marker % 7));
            answered += _log.Note(marker, 100, _now, out _) ? 1 : 0;
        }

        Assert.InRange(answered, 16, 30);
        answered = 0;
        for (int i = 0; i < 100; i++)
        {
            marker = (byte)(1 + (marker % 7));
            answered += _log.Note(marker, 20_000, _now, out _) ? 1 : 0;
        }

        Assert.InRange(answered, 98, 100);
    }

    private bool Asks(byte marker)
    {
        _now += Duration.FromMilliseconds(1);
        bool asks = _log.Note(marker, Packet, _now, out Wire.Allocation.ArrivalReport report);
        Assert.True(!asks || report.Marker == marker);
        return asks;
    }
}

using Lamina.Core;
using Lamina.Wire.DataTransfer;

namespace Lamina.Wire.Tests.DataTransfer;

public class CongestionByteTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(124, 0)]
    [InlineData(125, 1)]
    [InlineData(176, 1)]
    [InlineData(177, 2)]
    [InlineData(250, 3)]
    [InlineData(1_000, 7)]
    [InlineData(2_000, 9)]
    [InlineData(128_000, 21)]
    [InlineData(4_096_000, 31)]
    [InlineData(400_000_000, 31)]
    public void A_level_is_half_an_octave_of_waiting_time(long microseconds, byte level)
    {
        Duration wait = Duration.FromMicroseconds(microseconds);
        Assert.Equal(level, CongestionByte.LevelFor(wait));
        Assert.True(CongestionByte.WaitOf(level) <= wait + Duration.FromMicroseconds(1));
    }

    [Fact]
    public void A_queue_raises_the_level_and_leaves_the_marker()
    {
        byte congestion = CongestionByte.Raise(5, 9);
        Assert.Equal((9, 5), (CongestionByte.LevelOf(congestion), CongestionByte.MarkerOf(congestion)));
        Assert.Equal(congestion, CongestionByte.Raise(congestion, 3));
        Assert.Equal(31, CongestionByte.LevelOf(CongestionByte.Raise(congestion, 31)));
    }
}

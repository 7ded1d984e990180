using Lamina.Core;
using Lamina.Protocols.Congestion;

namespace Lamina.Protocols.Tests.Congestion;

public class SendGateTests
{
    [Theory]
    [InlineData(1, 0, true)]
    [InlineData(20, 0, true)]
    [InlineData(20, 0.01, true)]
    [InlineData(20, 0.2, true)]
    [InlineData(200, 0, true)]
    [InlineData(20, 0, false)]
    [InlineData(20, 0.05, false)]
    public void Delay_fills_a_pipe_and_keeps_its_queue_short_whatever_is_lost(int roundTrip, double loss, bool marks)
    {
        var pipe = new Pipe(new DelayControlPolicy()) { RoundTrip = Duration.FromMilliseconds(roundTrip), Loss = loss, Marks = marks };
        pipe.Run(10);
        long before = pipe.Arrived;
        pipe.LongestWait = Duration.Zero;
        pipe.Run(20);

        double share = (pipe.Arrived - before) / (20 * pipe.BytesPerSecond);
        Assert.True(share > (loss < 0.2 ? 0.95 : 0.9), $"{share:0.000} of the rate");
        Duration most = Duration.FromMilliseconds((marks ? 20 : 40) + (roundTrip / 5));
        Assert.True(pipe.LongestWait < most, $"waited {pipe.LongestWait}");
    }

    [Fact]
    public void Mb_ecn_keeps_the_queue_short()
    {
        var pipe = new Pipe(new MarkedWindowPolicy());
        pipe.Run(10);
        long before = pipe.Arrived;
        pipe.LongestWait = Duration.Zero;
        pipe.Run(20);

        double share = (pipe.Arrived - before) / (20 * pipe.BytesPerSecond);
        Assert.True(share > 0.8, $"{share:0.000} of the rate");
        Assert.True(pipe.LongestWait < Duration.FromMilliseconds(40), $"waited {pipe.LongestWait}");
    }

    [Theory]
    [InlineData(2_500_000)]
    [InlineData(50_000_000)]
    public void Delay_follows_a_way_that_becomes_narrow_or_wide(double rate)
    {
        var pipe = new Pipe(new DelayControlPolicy());
        pipe.Run(10);
        pipe.BytesPerSecond = rate;
        pipe.Run(5);
        long before = pipe.Arrived;
        pipe.LongestWait = Duration.Zero;
        pipe.Run(5);

        double share = (pipe.Arrived - before) / (5 * rate);
        Assert.True(share > 0.9, $"{share:0.000} of the rate");
        Assert.True(pipe.LongestWait < Duration.FromMilliseconds(30), $"waited {pipe.LongestWait}");
    }

    [Fact]
    public void After_darkness_a_flow_is_back_within_a_second_or_so_and_a_flow_that_ends_keeps_no_timer()
    {
        var pipe = new Pipe(new DelayControlPolicy());
        pipe.Run(10);
        pipe.IsDark = true;
        pipe.Run(2);
        Assert.InRange(pipe.Gate.Silences, 3, 40);
        pipe.IsDark = false;
        pipe.Run(1.5);
        long before = pipe.Arrived;
        pipe.Run(1);
        Assert.True(pipe.Arrived - before > 0.9 * pipe.BytesPerSecond, $"{pipe.Arrived - before} bytes in the second after");

        pipe.IsIdle = true;
        pipe.Run(5);
        Assert.Equal(0, pipe.Timers.Count);
    }

    [Fact]
    public void A_short_path_never_waits_for_an_answer_that_nobody_owes()
    {
        // A window goes out in less than the time between two questions: what is behind the last one must be asked for, too.
        var pipe = new Pipe(new DelayControlPolicy()) { RoundTrip = Duration.FromMicroseconds(100), BytesPerSecond = 125_000_000 };
        pipe.Run(2);
        Assert.Equal(0, pipe.Gate.Silences);
        Assert.True(pipe.Arrived > 0.9 * 2 * pipe.BytesPerSecond, $"{pipe.Arrived} bytes");
    }

    [Theory]
    [InlineData(200, 40, 45)]
    [InlineData(1_200, 12, 24)]
    [InlineData(20_000, 4, 24)]
    public void Trains_stay_whole_on_a_short_way_and_are_paced_on_a_long_one(int microseconds, int least, int most)
    {
        var pipe = new Pipe(new DelayControlPolicy()) { RoundTrip = Duration.FromMicroseconds(microseconds), Marks = false, PacketsAtOnce = 45 };
        pipe.Run(5);
        (long bytes, int trains) = (pipe.Arrived, pipe.Trains);
        pipe.LongestWait = Duration.Zero;
        pipe.Run(5);

        Assert.InRange((pipe.Arrived - bytes) / Pipe.Packet / (double)(pipe.Trains - trains), least, most);
        Assert.True(pipe.Arrived - bytes > 0.95 * 5 * pipe.BytesPerSecond, $"{pipe.Arrived - bytes} bytes");
        Assert.True(pipe.LongestWait < Duration.FromMilliseconds(40), $"waited {pipe.LongestWait}");
    }

    [Theory]
    [InlineData(20)]
    [InlineData(200)]
    public void Packets_that_come_late_or_twice_do_not_make_a_flow_slow(int roundTrip)
    {
        var pipe = new Pipe(new DelayControlPolicy()) { RoundTrip = Duration.FromMilliseconds(roundTrip), Straying = 0.05 };
        pipe.Run(10);
        long before = pipe.Arrived;
        pipe.Run(20);
        double share = (pipe.Arrived - before) / (20 * pipe.BytesPerSecond);
        Assert.True(share > 0.93, $"{share:0.000} of the rate");
        Assert.Equal(0, pipe.Gate.Silences);
    }
}

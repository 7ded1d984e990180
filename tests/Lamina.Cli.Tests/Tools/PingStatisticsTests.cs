using Lamina.Cli.Tools.Ping;

namespace Lamina.Cli.Tests.Tools;

public sealed class PingStatisticsTests
{
    [Fact]
    public void The_report_is_that_of_the_seed()
    {
        PingStatistics ping = new();
        double[] times = [1.166, 1.083, 1.158, 1.136];
        for (uint i = 0; i < 4; i++)
        {
            ping.CountSent();
            ping.CountReceived(i, times[i]);
        }

        Assert.Equal("Pinging oping with 64 bytes of data (4 packets):", PingReport.Begin("oping", 64, 4));
        Assert.Equal("64 bytes from oping: seq=0 time=1.166 ms", PingReport.Answer("oping", 64, 0, 1.166));
        Assert.Equal(
            [
                "--- oping ping statistics ---",
                "4 packets transmitted, 4 received, 0 out-of-order, 0% packet loss, time: 4002.018 ms",
                "rtt min/avg/max/mdev = 1.083/1.136/1.166/0.032 ms",
            ],
            PingReport.End("oping", ping, 4002.018));
    }

    [Fact]
    public void Loss_disorder_and_duplicates_are_told_apart()
    {
        PingStatistics ping = new();
        for (int i = 0; i < 8; i++)
        {
            ping.CountSent();
        }

        Assert.True(ping.CountReceived(0, 1));
        Assert.True(ping.CountReceived(2, 1));
        Assert.True(ping.CountReceived(1, 1));
        Assert.False(ping.CountReceived(1, 1));
        Assert.Equal("8 packets transmitted, 3 received, 1 out-of-order, 62.5% packet loss, time: 1.000 ms", PingReport.End("x", ping, 1).ElementAt(1));
    }

    [Fact]
    public void Without_answers_there_are_no_times()
    {
        PingStatistics ping = new();
        ping.CountSent();
        Assert.Equal(
            ["--- x ping statistics ---", "1 packets transmitted, 0 received, 0 out-of-order, 100% packet loss, time: 2000.000 ms"],
            PingReport.End("x", ping, 2000));
        Assert.DoesNotContain("rtt", PingDocument.Write("x", 64, ping, 2000));
    }
}

using Lamina.Core;
using Lamina.Protocols.Flows;

namespace Lamina.Protocols.Tests.Flows;

public class RttEstimatorTests
{
    private readonly RttEstimator _rtt = new(Duration.FromMilliseconds(5), Duration.FromSeconds(4));

    [Fact]
    public void The_first_sample_gives_three_times_itself()
    {
        Assert.Equal(RttEstimator.InitialTimeout, _rtt.Timeout);
        _rtt.Add(Duration.FromMilliseconds(100), Instant.Zero);
        Assert.Equal(Duration.FromMilliseconds(300), _rtt.Timeout);
    }

    [Fact]
    public void Later_samples_weigh_an_eighth_and_a_quarter()
    {
        _rtt.Add(Duration.FromMilliseconds(80), Instant.Zero);
        _rtt.Add(Duration.FromMilliseconds(160), Instant.Zero);

        // RTTVAR = 3/4 * 40 + 1/4 * 80 = 50, SRTT = 7/8 * 80 + 1/8 * 160 = 90.
        Assert.Equal(Duration.FromMilliseconds(90), _rtt.Smoothed);
        Assert.Equal(Duration.FromMilliseconds(290), _rtt.Timeout);
        Assert.Equal(Duration.FromMilliseconds(80), _rtt.Min);
    }

    [Fact]
    public void The_time_out_has_bounds_and_doubles()
    {
        for (int i = 0; i < 100; i++)
        {
            _rtt.Add(Duration.FromMicroseconds(100), Instant.Zero);
        }

        Assert.Equal(RttEstimator.MinTimeout, _rtt.Timeout);
        _rtt.BackOff();
        _rtt.BackOff();
        Assert.Equal(RttEstimator.MinTimeout * 4, _rtt.Timeout);
        for (int i = 0; i < 20; i++)
        {
            _rtt.BackOff();
        }

        Assert.Equal(Duration.FromSeconds(4), _rtt.Timeout);
        _rtt.EndBackOff();
        Assert.Equal(RttEstimator.MinTimeout, _rtt.Timeout);
    }
}

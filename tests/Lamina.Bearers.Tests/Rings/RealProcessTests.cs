using System.Globalization;

namespace Lamina.Bearers.Tests.Rings;

/// <summary>
/// Real processes, stopped and killed at random moments: the number of records after which the signal is sent is drawn,
/// where the process then is nobody knows.
/// </summary>
public sealed class RealProcessTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_process_that_is_stopped_a_hundred_times_loses_nothing(int seed)
    {
        var random = new Random(seed);
        using var echo = new EchoProcess(seed);
        for (var moment = 0; moment < 100; moment++)
        {
            Assert.True(echo.Read((ulong)random.Next(1, 200)), $"seed {seed}, moment {moment}: it is gone");
            Thread.SpinWait(random.Next(500));
            echo.Suspend();
            if (random.Next(2) == 0)
            {
                echo.ReadWhatIsLeft();
            }

            echo.Resume();
        }

        Assert.True(echo.Read(1000));
        echo.AssertHealthy();
    }

    [Fact]
    public void A_process_that_is_killed_leaves_only_whole_records_and_nobody_waiting()
    {
        const int Moments = 100;
        ulong received = 0;
        for (var seed = 0; seed < Moments; seed++)
        {
            var random = new Random(seed);
            using var echo = new EchoProcess(seed);
            Assert.True(echo.Read((ulong)random.Next(1, 300)), $"seed {seed}: it is gone too early");
            Thread.SpinWait(random.Next(500));
            echo.KillNow();
            // More than the ring can hold: only the notice of the death ends this.
            Assert.False(echo.Read(ulong.MaxValue / 2), $"seed {seed}");
            echo.ReadWhatIsLeft();
            received += echo.Received;
            echo.AssertHealthy();
        }

        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{received} records"));
    }
}

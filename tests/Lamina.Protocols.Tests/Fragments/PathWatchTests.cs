using Lamina.Core;
using Lamina.Protocols.Fragments;

namespace Lamina.Protocols.Tests.Fragments;

public class PathWatchTests
{
    private static readonly Duration AllRaises = Duration.FromSeconds(1500);

    public static TheoryData<bool> Paces => [true, false];

    [Theory]
    [MemberData(nameof(Paces))]
    public void However_a_path_changes_it_is_found_and_no_hole_lasts(bool isBelieved)
    {
        PathPace pace = isBelieved ? PathPace.Trusting : PathPace.Doubting;
        for (ulong seed = 0; seed < 40; seed++)
        {
            var random = new SeededRandom(seed);
            int top = 600 + random.Next(9000);
            int floor = 512;
            var path = new SimulatedPath(seed, floor, top, pace) { RoundTrip = Duration.FromMilliseconds(1 + random.Next(800)) };
            for (int change = 0; change < 12; change++)
            {
                path.Carries = floor + random.Next(top - floor + 200);
                bool isLong = random.Next(3) == 0;
                path.RunFor(isLong ? AllRaises : Duration.FromSeconds(random.Next(60)));
                if (isLong)
                {
                    // The stupid oracle: try every length.
                    int longest = Enumerable.Range(floor, top - floor + 1).Last(length => length <= path.Carries);
                    Assert.True(
                        path.Watch.Sure <= longest && path.Watch.Sure >= longest - SizeSearch.Step,
                        $"seed {seed}, change {change}: {path.Watch.Sure} of {longest}, top {top}");
                    Assert.True(longest < top || path.Watch.Sure == top, $"seed {seed}, change {change}: not the top");
                }
            }

            // Where it was just asked for more, the rest of that (0.8 of five rounds); watch; five rounds, each a tenth late here; and a
            // round trip for answers that were on their way when the path changed.
            Duration bound = isBelieved ? Duration.FromMilliseconds(23_000) : Duration.FromMilliseconds(10_200);
            Assert.True(path.LongestHole <= bound + path.RoundTrip, $"seed {seed}: a hole of {path.LongestHole}");
        }
    }

    [Theory]
    [MemberData(nameof(Paces))]
    public void Loss_is_not_a_small_path_for_long(bool isBelieved)
    {
        double inParts = 0;
        double all = 0;
        for (ulong seed = 0; seed < 100; seed++)
        {
            var path = new SimulatedPath(seed, 512, 1459, isBelieved ? PathPace.Trusting : PathPace.Doubting) { Loss = 0.2 };
            for (int second = 0; second < 300; second++)
            {
                path.RunFor(Duration.FromSeconds(1));
                all++;
                inParts += path.Watch.Sure < path.Watch.Top ? 1 : 0;
            }
        }

        Assert.True(inParts / all < 0.02, $"{inParts / all:P1} of the time in parts");
    }

    [Fact]
    public void A_peer_that_is_silent_is_not_a_small_path()
    {
        var path = new SimulatedPath(1, 512, 1459, PathPace.Doubting);
        path.RunFor(Duration.FromSeconds(1));
        Assert.Equal(1459, path.Watch.Sure);
        path.Carries = 0;
        path.RunFor(Duration.FromSeconds(100));
        Assert.Equal((1459, 0), (path.Watch.Sure, path.Counters.Holes));

        // Asked at leisure: five rounds in five seconds and a half at most.
        Assert.InRange(path.Counters.Questions, 9, 160);
        path.Carries = 1459;
        path.RunFor(Duration.FromSeconds(20));
        Assert.Equal((1459, 0), (path.Watch.Sure, path.Counters.Holes));
    }

    [Fact]
    public void What_is_believed_is_used_at_once_and_what_is_not_after_one_answer()
    {
        var believed = new SimulatedPath(1, 512, 1459, PathPace.Trusting);
        Assert.Equal(1459, believed.Watch.Sure);
        believed.RunFor(Duration.FromSeconds(7));
        Assert.Equal(0, believed.Counters.Questions);

        var doubted = new SimulatedPath(1, 512, 1459, PathPace.Doubting);
        Assert.Equal(512, doubted.Watch.Sure);
        doubted.RunFor(Duration.FromMilliseconds(300));
        Assert.Equal((1459, 1L), (doubted.Watch.Sure, doubted.Counters.Questions));
    }

    [Fact]
    public void Nothing_runs_where_nothing_long_is_sent_and_nothing_is_left_at_the_end()
    {
        foreach (PathPace pace in (PathPace[])[PathPace.Trusting, PathPace.Doubting])
        {
            var path = new SimulatedPath(2, 512, 1459, pace);
            path.Carries = 1000;
            path.RunFor(Duration.FromSeconds(60));
            path.IsUsed = false;
            path.RunFor(Duration.FromSeconds(60));
            long questions = path.Counters.Questions;
            path.RunFor(AllRaises);
            Assert.Equal((questions, Instant.Never), (path.Counters.Questions, path.NextTimeout));

            path.IsUsed = true;
            path.RunFor(Duration.FromSeconds(1));
            path.Watch.Retire();
            Assert.Equal(0, path.TimerCount);
            path.RunFor(Duration.FromSeconds(60));
            Assert.Equal(0, path.TimerCount);
        }
    }

    [Fact]
    public void A_path_without_anything_between_floor_and_top_is_never_asked()
    {
        var path = new SimulatedPath(3, 512, 500, PathPace.Doubting);
        path.RunFor(Duration.FromSeconds(100));
        Assert.Equal((500, 500, 0L), (path.Watch.Floor, path.Watch.Sure, path.Counters.Questions));
    }

    [Fact]
    public void An_answer_with_another_cookie_or_of_a_greater_length_means_nothing()
    {
        var path = new SimulatedPath(4, 512, 1459, PathPace.Doubting) { Carries = 0 };
        path.RunFor(Duration.FromMilliseconds(200));
        for (ulong cookie = 0; cookie < 100; cookie++)
        {
            path.Watch.HandleAnswer(cookie, 1459, path.Now);
            path.Watch.HandleAnswer(cookie, 60_000, path.Now);
        }

        Assert.Equal(512, path.Watch.Sure);
    }
}

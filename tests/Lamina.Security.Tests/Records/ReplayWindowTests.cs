using FsCheck;
using FsCheck.Fluent;
using Lamina.Security.Records;

namespace Lamina.Security.Tests.Records;

/// <summary>The window against a set of all that came, which is slow and right.</summary>
public class ReplayWindowTests
{
    // Steps from where the newest is: mostly near, sometimes at the edges, seldom far.
    private static readonly Gen<int> Steps = Gen.Frequency(
        (6, Gen.Choose(-40, 40)),
        (2, Gen.Choose(-1100, 1100)),
        (1, Gen.Elements(-1025, -1024, -1023, -64, -63, 0, 1, 63, 64, 65, 1023, 1024, 1025)),
        (1, Gen.Choose(1024, 100_000)));

    [Fact]
    public void It_says_what_the_set_says() => Prop.ForAll(Steps.ListOf(200).ToArbitrary(), steps =>
    {
        var window = default(ReplayWindow);
        var came = new HashSet<long>();
        long newest = 0;
        foreach (int step in steps)
        {
            long counter = Math.Max(0, newest + step);
            bool isNew = !came.Contains(counter) && counter > newest - ReplayWindow.Length;
            if (window.IsNew((ulong)counter) != isNew)
            {
                return false;
            }

            if (isNew)
            {
                window.Mark((ulong)counter);
                came.Add(counter);
                newest = Math.Max(newest, counter);
            }
        }

        return true;
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Fact]
    public void Counters_at_the_end_of_their_range_are_counters()
    {
        var window = default(ReplayWindow);
        ulong last = RecordHeader.Counters - 1;
        window.Mark(last - 1023);
        window.Mark(last);
        Assert.False(window.IsNew(last));
        Assert.False(window.IsNew(last - 1023));
        Assert.False(window.IsNew(last - 1024));
        Assert.True(window.IsNew(last - 1022));
    }

    [Fact]
    public void What_is_too_old_is_not_marked_over_what_is_new()
    {
        var window = default(ReplayWindow);
        window.Mark(5000);
        window.Mark(5000 - 1024 + 1 - 1024);
        Assert.True(window.IsNew(5000 - 1023));
    }
}

using System.Globalization;
using Lamina.Cli.Doctor.Facts;

namespace Lamina.Cli.Doctor.Checks;

/// <summary>Clocks that stood still, jump, or were never set.</summary>
internal static class ClockCheck
{
    private static readonly DateTimeOffset Sane = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Asleep = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Jump = TimeSpan.FromMilliseconds(500);

    public static IEnumerable<Finding> Examine(MachineFacts facts)
    {
        if (facts.Clock is not { } clock)
        {
            yield break;
        }

        if (clock.Now < Sane)
        {
            yield return Finding.Warning(
                "clock", $"the clock says {clock.Now.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}: tickets and certificates will not be valid", "timedatectl");
        }

        if (clock.Drift.Duration() > Jump)
        {
            yield return Finding.Warning(
                "clock", $"the time of day jumped by {clock.Drift.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture)} s while it was watched",
                "timedatectl timesync-status");
        }

        if (clock.Suspended > Asleep)
        {
            yield return Finding.Note(
                "clock", $"this machine has slept for {(long)clock.Suspended.TotalSeconds} s since its start: flows may have ended in the meantime", "lamina flow list");
        }
    }
}

using Lamina.Cli.Doctor.Facts;

namespace Lamina.Cli.Doctor.Checks;

/// <summary>Whether a daemon can serve many programs: each one that is attached takes some descriptors.</summary>
internal static class LimitCheck
{
    private const long Least = 1024;

    public static IEnumerable<Finding> Examine(MachineFacts facts)
    {
        if (facts.OpenFiles is < Least and var limit)
        {
            yield return Finding.Warning("open-files", $"a process may have {limit} files open: a daemon serves few programs with that", "ulimit -n 4096");
        }
    }
}

using System.Globalization;

namespace Lamina.Bearers.Linux;

/// <summary>
/// The pages of program files (the runtime, libraries, our own code) that this process has mapped, does not change, and counts as its own although they are the
/// page cache's. A process that falls quiet can let go of them: what it needs again is mapped again from the cache, sixteen pages a fault.
/// <code>
///   Find  ---- at least some seconds ---->  LetGo: of what is in both looks
/// </code>
/// Two looks, because a file that is being loaded is changed while it is mapped (relocations), and what was changed must stay.
/// </summary>
public sealed class ProgramPages
{
    private const string Maps = "/proc/self/smaps";

    private readonly HashSet<(ulong Start, ulong End)> _unchanged;

    private ProgramPages(HashSet<(ulong Start, ulong End)> unchanged) => _unchanged = unchanged;

    /// <summary>Ranges that nothing may write and nothing has written; empty where the system does not tell.</summary>
    public static ProgramPages Find()
    {
        try
        {
            return new ProgramPages(Read(File.ReadLines(Maps)));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return new ProgramPages([]);
        }
    }

    /// <summary>Unmaps the pages of what was unchanged then and is now.</summary>
    public unsafe void LetGo()
    {
        foreach ((ulong start, ulong end) in Find()._unchanged)
        {
            if (_unchanged.Contains((start, end)))
            {
                // What fails stays mapped, which does no harm.
                _ = LibC.Madvise((void*)start, (nuint)(end - start), LibC.MadviseDontNeed);
            }
        }
    }

    /// <summary>
    /// Of a listing such as
    /// <code>
    ///   7f12a000-7f12b000 r-xp 00001000 08:01 4711    /usr/lib/libc.so.6
    ///   Rss:    64 kB
    ///   Anonymous:     0 kB         pages of its own in the range: somebody has written there
    /// </code>
    /// </summary>
    internal static HashSet<(ulong Start, ulong End)> Read(IEnumerable<string> lines)
    {
        var found = new HashSet<(ulong, ulong)>();
        (ulong, ulong)? file = null;
        foreach (string line in lines)
        {
            if (TryReadRange(line, out (ulong, ulong) range, out bool isProgram))
            {
                file = isProgram ? range : null;
            }
            else if (file is { } unwritten && line.StartsWith("Anonymous:", StringComparison.Ordinal))
            {
                file = null;
                if (line.AsSpan("Anonymous:".Length).Trim() is "0 kB")
                {
                    found.Add(unwritten);
                }
            }
        }

        return found;
    }

    // Not writable, and of a file that has a name: memory of its own, rings and what the kernel lends have none.
    private static bool TryReadRange(string line, out (ulong Start, ulong End) range, out bool isProgram)
    {
        range = default;
        isProgram = false;
        int dash = line.IndexOf('-', StringComparison.Ordinal);
        int blank = line.IndexOf(' ', StringComparison.Ordinal);
        if (dash <= 0 || blank < dash || !ulong.TryParse(line.AsSpan(0, dash), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out ulong start)
            || !ulong.TryParse(line.AsSpan(dash + 1, blank - dash - 1), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out ulong end))
        {
            return false;
        }

        range = (start, end);
        ReadOnlySpan<char> rights = line.AsSpan(blank + 1, Math.Min(4, line.Length - blank - 1));
        isProgram = rights is "r--p" or "r-xp" or "r--s" && line.Contains('/', StringComparison.Ordinal) && !line.EndsWith(" (deleted)", StringComparison.Ordinal);
        return true;
    }
}

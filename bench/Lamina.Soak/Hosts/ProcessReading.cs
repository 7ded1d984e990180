using System.Globalization;

namespace Lamina.Soak.Hosts;

/// <summary>What the kernel knows of a process at one moment.</summary>
/// <param name="ProcessorTime">Of all its threads, those that ended included; to 10 ms.</param>
/// <param name="WakeUps">Times that a thread of it slept, which is as often as it woke.</param>
/// <param name="ResidentBytes">Its memory.</param>
internal readonly record struct ProcessReading(TimeSpan ProcessorTime, long WakeUps, long ResidentBytes)
{
    public static ProcessReading Of(int pid)
    {
        // After the name in brackets, which may hold spaces: utime and stime are the 14th and 15th of the line, in 10 ms.
        string[] fields = File.ReadAllText($"/proc/{pid}/stat").Split(')')[^1].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        long ticks = long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture);
        long sleeps = 0;
        foreach (string thread in Directory.EnumerateDirectories($"/proc/{pid}/task"))
        {
            sleeps += Field(Path.Combine(thread, "status"), "voluntary_ctxt_switches:");
        }

        return new(TimeSpan.FromMilliseconds(ticks * 10), sleeps, Field($"/proc/{pid}/status", "VmRSS:") * 1024);
    }

    /// <summary>The names of its threads, each with its wake-ups, for whoever looks for what does not rest.</summary>
    public static Dictionary<string, long> WakeUpsByThread(int pid) => Directory.EnumerateDirectories($"/proc/{pid}/task").ToDictionary(
        thread => $"{Path.GetFileName(thread)} {File.ReadAllText(Path.Combine(thread, "comm")).Trim()}",
        thread => Field(Path.Combine(thread, "status"), "voluntary_ctxt_switches:"));

    private static long Field(string file, string name)
    {
        string line = File.ReadLines(file).First(line => line.StartsWith(name, StringComparison.Ordinal));
        return long.Parse(line[name.Length..].Replace("kB", "", StringComparison.Ordinal).Trim(), CultureInfo.InvariantCulture);
    }
}

namespace Lamina.Cli.Tools.Perf;

/// <summary>A test, as the client asks for it.</summary>
internal readonly record struct PerfPlan(PerfDirection Direction, TimeSpan Duration, int Size)
{
    public const int MaxSize = 64 * 1024;

    private static readonly TimeSpan MaxDuration = TimeSpan.FromHours(1);

    public bool ClientSends => Direction != PerfDirection.Reverse;

    public bool ServerSends => Direction != PerfDirection.Forward;

    public PerfMessage ToStart() => new(PerfKind.Start, (long)Duration.TotalMilliseconds, Size, (long)Direction);

    /// <summary>A server believes nobody: durations and sizes are bounded.</summary>
    public static bool TryRead(PerfMessage start, out PerfPlan plan)
    {
        plan = default;
        if (start.Kind != PerfKind.Start
            || start.First < 1 || start.First > MaxDuration.TotalMilliseconds
            || start.Second < PerfMessage.Length || start.Second > MaxSize
            || start.Third < 0 || start.Third > (long)PerfDirection.Both)
        {
            return false;
        }

        plan = new PerfPlan((PerfDirection)start.Third, TimeSpan.FromMilliseconds(start.First), (int)start.Second);
        return true;
    }
}

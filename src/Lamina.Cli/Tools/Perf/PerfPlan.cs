namespace Lamina.Cli.Tools.Perf;

/// <summary>A test, as the client asks for it.</summary>
/// <param name="Direction">Who sends.</param>
/// <param name="Duration">For how long; of no meaning where it goes by bytes.</param>
/// <param name="Size">Of a message.</param>
/// <param name="Bytes">How much is sent and compared; 0: it goes by time.</param>
internal readonly record struct PerfPlan(PerfDirection Direction, TimeSpan Duration, int Size, long Bytes = 0)
{
    public const int MaxSize = 64 * 1024;

    private static readonly TimeSpan MaxDuration = TimeSpan.FromHours(1);

    public bool ClientSends => Direction != PerfDirection.Reverse;

    public bool ServerSends => Direction != PerfDirection.Forward;

    public bool IsByBytes => Bytes > 0;

    /// <summary>A duration, or bytes as a number below 0.</summary>
    public PerfMessage ToStart() =>
        new(PerfKind.Start, IsByBytes ? -Bytes : (long)Duration.TotalMilliseconds, Size, (long)Direction);

    /// <summary>A server believes nobody: durations, bytes and sizes are bounded.</summary>
    public static bool TryRead(PerfMessage start, out PerfPlan plan)
    {
        plan = default;
        if (start.Kind != PerfKind.Start
            || start.First == 0 || start.First > MaxDuration.TotalMilliseconds || start.First < -ByteCount.Most
            || start.Second < PerfMessage.Length || start.Second > MaxSize
            || start.Third < 0 || start.Third > (long)PerfDirection.Both)
        {
            return false;
        }

        TimeSpan duration = TimeSpan.FromMilliseconds(Math.Max(0, start.First));
        plan = new PerfPlan((PerfDirection)start.Third, duration, (int)start.Second, Math.Max(0, -start.First));
        return true;
    }
}

using System.Diagnostics;

namespace Lamina.Cli.Tools.Perf;

/// <summary>What arrived of one direction: messages, bytes, and the time from the first to the last.</summary>
internal sealed class PerfMeter
{
    private long _first;
    private long _last;

    public long Messages { get; private set; }

    public long Bytes { get; private set; }

    public TimeSpan Elapsed => Messages < 2 ? TimeSpan.Zero : Stopwatch.GetElapsedTime(_first, _last);

    public void Count(int length)
    {
        _last = Stopwatch.GetTimestamp();
        if (Messages++ == 0)
        {
            _first = _last;
        }

        Bytes += length;
    }

    public PerfMessage ToResult() => new(PerfKind.Result, (long)Elapsed.TotalNanoseconds, Messages, Bytes);
}

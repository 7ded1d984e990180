using System.Diagnostics;
using System.Security.Cryptography;

namespace Lamina.Cli.Tools.Perf;

/// <summary>What arrived of one direction: messages, bytes, the time from the first to the last, and the longest silence between two.</summary>
internal sealed class PerfMeter(bool isHashed) : IDisposable
{
    private readonly IncrementalHash? _hash = isHashed ? IncrementalHash.CreateHash(HashAlgorithmName.SHA256) : null;
    private long _first;
    private long _last;
    private long _gap;
    private long _messages;
    private long _bytes;

    public void Count(ReadOnlySpan<byte> message)
    {
        long now = Stopwatch.GetTimestamp();
        if (_messages++ == 0)
        {
            _first = now;
        }
        else
        {
            _gap = Math.Max(_gap, now - _last);
        }

        _last = now;
        _bytes += message.Length;
        _hash?.AppendData(message);
    }

    public PerfTally Tally => new(
        _messages,
        _bytes,
        Stopwatch.GetElapsedTime(_first, _last),
        Stopwatch.GetElapsedTime(0, _gap),
        _hash is null ? "" : Convert.ToHexStringLower(_hash.GetCurrentHash()));

    public void Dispose() => _hash?.Dispose();
}

using Lamina.Core;

namespace Lamina.Protocols.Allocation;

/// <summary>A message that is sent again, at growing intervals, until something stops it or patience ends.</summary>
internal sealed class RepeatedMessage
{
    private readonly Duration _first;
    private readonly Duration _longest;
    private readonly Instant _end;
    private byte[] _bytes;
    private Duration _interval;

    public RepeatedMessage(ReadOnlySpan<byte> bytes, AllocatorSettings settings, Duration patience, Instant now)
    {
        _bytes = bytes.ToArray();
        _first = settings.FirstRetry;
        _interval = settings.FirstRetry;
        _longest = settings.LongestRetry;
        _end = now + patience;
    }

    public ReadOnlySpan<byte> Bytes => _bytes;

    public bool IsOver(Instant now) => now >= _end;

    /// <summary>It says something else from now on, and begins with short intervals again; its end stays.</summary>
    public void Replace(ReadOnlySpan<byte> bytes)
    {
        _bytes = bytes.ToArray();
        _interval = _first;
    }

    /// <summary>When to look at it next, after it was sent now.</summary>
    public Instant Next(Instant now)
    {
        Instant next = Instant.Min(now + _interval, _end);
        _interval = Duration.Min(_interval * 2, _longest);
        return next;
    }
}

using Lamina.Wire.Frcp;

namespace Lamina.Protocols.Flows;

/// <summary>
/// What was sent again of late, so that a copy that the peer tells of can be told from one that the network made: by then
/// the scoreboard has forgotten it. A ring, made when something is sent again; the oldest goes.
/// </summary>
internal sealed class ResentLog
{
    private const int Capacity = 64;

    private (SequenceNumber First, int Count, bool IsProbe)[] _entries = [];
    private int _next;

    /// <summary>Segments were sent again.</summary>
    public void Add(SequenceNumber first, int count, bool isProbe)
    {
        if (_entries.Length == 0)
        {
            _entries = new (SequenceNumber, int, bool)[Capacity];
        }

        _entries[_next] = (first, count, isProbe);
        _next = (_next + 1) % Capacity;
    }

    /// <summary>How many of the segments that the peer got twice were sent again because they counted as lost. Each is found once.</summary>
    public int Take(SackBlock block)
    {
        int found = 0;
        foreach (ref (SequenceNumber First, int Count, bool IsProbe) entry in _entries.AsSpan())
        {
            int start = Math.Max(0, block.Start.DistanceFrom(entry.First));
            int end = Math.Min(entry.Count, block.End.DistanceFrom(entry.First));
            if (entry.Count > 0 && start < end)
            {
                found += entry.IsProbe ? 0 : end - start;

                // What stands before the block is told first, or not at all.
                entry = (entry.First + end, entry.Count - end, entry.IsProbe);
            }
        }

        return found;
    }

    /// <summary>A new run begins: its numbers mean something else.</summary>
    public void Clear()
    {
        _entries = [];
        _next = 0;
    }
}

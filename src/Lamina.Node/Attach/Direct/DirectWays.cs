using Lamina.Core;
using Lamina.Node.Driving;
using Lamina.Wire.Attach;
using Microsoft.Win32.SafeHandles;

namespace Lamina.Node.Attach.Direct;

/// <summary>The programs that this one shares memory with, and the flows that are to go there.</summary>
internal sealed class DirectWays(DomainDriver driver, Action<AttachPair, Instant> fail)
{
    private readonly Dictionary<uint, PairLink> _pairs = [];

    // Flows whose Allocated follows.
    private readonly Dictionary<uint, (PairLink Pair, uint Channel)> _announced = [];

    /// <summary>Pairs at present.</summary>
    public int Count => _pairs.Count;

    /// <summary>False: the daemon breaks the protocol.</summary>
    public bool HandlePair(ReadOnlySpan<byte> message, List<SafeFileHandle> descriptors, Instant now)
    {
        if (!AttachPair.TryRead(message, out AttachPair pair))
        {
            return false;
        }

        if (pair.Type == AttachMessageType.PairOver)
        {
            if (_pairs.Remove(pair.Number, out PairLink? over))
            {
                over.End(now);
            }

            return true;
        }

        if (pair.Type != AttachMessageType.Pair || _pairs.ContainsKey(pair.Number))
        {
            return false;
        }

        if (PairLink.Open(driver, pair, descriptors, HandleBroken) is { } link)
        {
            _pairs.Add(pair.Number, link);
        }
        else
        {
            fail(new AttachPair(AttachMessageType.PairFailed, pair.Number, false), now);
        }

        return true;
    }

    /// <summary>A flow goes past the daemon.</summary>
    /// <param name="direct">The daemon's word.</param>
    /// <param name="flow">The flow; null where it is allocated next, or closed.</param>
    /// <param name="highest">The highest number of flows so far.</param>
    /// <param name="now">The present.</param>
    public void HandleDirect(AttachDirect direct, AttachedFlow? flow, uint highest, Instant now)
    {
        // One that could not be opened: a grant follows.
        if (!_pairs.TryGetValue(direct.Pair, out PairLink? pair))
        {
            return;
        }

        if (flow is not null)
        {
            flow.HandleDirect(pair, direct.Channel, now);
        }
        else if (direct.Flow > highest)
        {
            _announced[direct.Flow] = (pair, direct.Channel);
        }
        else
        {
            pair.Note(direct.Channel);
        }
    }

    /// <summary>The flow that was announced is there.</summary>
    public void HandleAllocated(AttachedFlow flow, Instant now)
    {
        if (_announced.Remove(flow.Number, out (PairLink Pair, uint Channel) way))
        {
            flow.HandleDirect(way.Pair, way.Channel, now);
        }
    }

    /// <summary>Gives all memory back. The flows end.</summary>
    public void Dispose()
    {
        foreach (PairLink pair in _pairs.Values)
        {
            pair.Dispose();
        }

        _pairs.Clear();
        _announced.Clear();
    }

    private void HandleBroken(PairLink pair, Instant now) =>
        fail(new AttachPair(AttachMessageType.PairFailed, pair.Number, true), now);
}

using Google.Protobuf;
using Lamina.Core;
using Lamina.Protocols.Routing;
using Lamina.Wire;
using Lamina.Wire.Routing;

namespace Lamina.Ipc.Unicast.Routing;

/// <summary>Link states between bytes and what routing works with.</summary>
internal static class LinkStateCodec
{
    private const int MaxLinks = 4096;
    private const int ChunkLength = ProtobufBarrier.MaxLength / 2;

    private static readonly Duration LongestLifetime = Duration.FromSeconds(600);

    /// <summary>One link state as a message.</summary>
    public static byte[] Write(LinkState state, Instant now) => new LinkStateUpdate { Records = { ToRecord(state, now) } }.ToByteArray();

    /// <summary>Many link states as messages, each short enough to be read.</summary>
    public static IEnumerable<byte[]> WriteAll(IEnumerable<LinkState> states, Instant now)
    {
        var update = new LinkStateUpdate();
        int length = 0;
        foreach (LinkState state in states)
        {
            LinkStateRecord record = ToRecord(state, now);
            int added = record.CalculateSize() + 8;
            if (length > 0 && length + added > ChunkLength)
            {
                yield return update.ToByteArray();
                update = new LinkStateUpdate();
                length = 0;
            }

            update.Records.Add(record);
            length += added;
        }

        if (length > 0)
        {
            yield return update.ToByteArray();
        }
    }

    /// <summary>A wish to hear when the neighbour has a way to this member.</summary>
    public static byte[] WriteSync(ulong cookie) => new LinkStateUpdate { Sync = cookie }.ToByteArray();

    /// <summary>The answer to it.</summary>
    public static byte[] WriteSynced(ulong cookie) => new LinkStateUpdate { Synced = cookie }.ToByteArray();

    /// <summary>Reads a message; null where it is malformed.</summary>
    public static LinkStateMessage? Read(ReadOnlySpan<byte> message, Instant now)
    {
        if (!ProtobufBarrier.TryParse(LinkStateUpdate.Parser, message, out LinkStateUpdate update))
        {
            return null;
        }

        var states = new List<LinkState>(update.Records.Count);
        foreach (LinkStateRecord record in update.Records)
        {
            if (record.Origin == 0 || record.Sequence == ulong.MaxValue || record.Links.Count > MaxLinks)
            {
                return null;
            }

            Link[] links = [.. record.Links.Where(link => link.Neighbour != 0).Select(link => new Link(new Address(link.Neighbour), link.Cost))];
            var lifetime = Duration.Min(LongestLifetime, Duration.FromMilliseconds(record.Lifetime));
            states.Add(new LinkState(new Address(record.Origin), record.Sequence, links, now + lifetime)
            {
                IsRouter = record.Router,
                IsLeaving = record.Leaving,
                Instance = record.Instance,
            });
        }

        return new LinkStateMessage(states, update.Sync, update.Synced);
    }

    private static LinkStateRecord ToRecord(LinkState state, Instant now)
    {
        var record = new LinkStateRecord
        {
            Origin = state.Origin.Value,
            Sequence = state.Sequence,
            Lifetime = (uint)Math.Max(0, (state.Expires - now).Milliseconds),
            Router = state.IsRouter,
            Leaving = state.IsLeaving,
            Instance = state.Instance,
        };
        record.Links.AddRange(state.Links.Select(link => new LinkRecord { Neighbour = link.Neighbour.Value, Cost = link.Cost }));
        return record;
    }
}

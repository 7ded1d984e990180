using Google.Protobuf;
using Lamina.Core;
using Lamina.Ipc.Unicast.Revocations;
using Lamina.Protocols.Routing;
using Lamina.Security.Handshake;
using Lamina.Wire;
using Lamina.Wire.Routing;

namespace Lamina.Ipc.Unicast.Routing;

/// <summary>Link states and summaries between bytes and what routing works with.</summary>
internal static class LinkStateCodec
{
    private const int MaxLinks = 4096;
    private const int ChunkLength = ProtobufBarrier.MaxLength / 2;

    /// <summary>Link states as messages, each short enough to be read.</summary>
    public static IEnumerable<byte[]> Write(IReadOnlyList<LinkState> states, Instant now)
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

    /// <summary>What is known here.</summary>
    public static byte[] Write(Protocols.Routing.LinkStateSummary summary)
    {
        var message = new Wire.Routing.LinkStateSummary
        {
            First = summary.First.Value,
            Last = summary.Last.Value,
            Answer = summary.IsAnswer,
        };
        foreach (KnownLinkState known in summary.Known)
        {
            message.Origins.Add(known.Origin.Value);
            message.Sequences.Add(known.Sequence);
            message.Marks.Add(known.Mark);
        }

        return new LinkStateUpdate { Summaries = { message } }.ToByteArray();
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
            if (!TryRead(record, now, out LinkState state))
            {
                return null;
            }

            states.Add(state);
        }

        var summaries = new List<Protocols.Routing.LinkStateSummary>(update.Summaries.Count);
        foreach (Wire.Routing.LinkStateSummary summary in update.Summaries)
        {
            if (!TryRead(summary, out Protocols.Routing.LinkStateSummary read))
            {
                return null;
            }

            summaries.Add(read);
        }

        if (!RevocationCodec.TryRead(update, out RevocationNews? revocations))
        {
            return null;
        }

        return new LinkStateMessage(states, summaries, update.Sync, update.Synced) { Revocations = revocations };
    }

    private static bool TryRead(LinkStateRecord record, Instant now, out LinkState state)
    {
        state = null!;
        if (record.Origin == 0 || record.Sequence is 0 or ulong.MaxValue || record.Links.Count > MaxLinks || record.Word.Length > MemberWord.MaxLength)
        {
            return false;
        }

        var links = new Link[record.Links.Count];
        ulong before = 0;
        for (int i = 0; i < links.Length; i++)
        {
            LinkRecord link = record.Links[i];
            if (link.Neighbour <= before || link.Neighbour == record.Origin)
            {
                return false;
            }

            before = link.Neighbour;
            links[i] = new Link(new Address(link.Neighbour), new LinkWeights(link.Cost, link.Video, link.Voice));
        }

        var lifetime = Duration.Min(LinkStateFlooding.LongestLifetime, Duration.FromMilliseconds(record.Lifetime));
        state = new LinkState(new Address(record.Origin), record.Sequence, links, now + lifetime)
        {
            IsRouter = record.Router,
            IsLeaving = record.Leaving,
            Instance = record.Instance,
            Word = record.Word.Memory,
        };
        return true;
    }

    private static bool TryRead(Wire.Routing.LinkStateSummary summary, out Protocols.Routing.LinkStateSummary read)
    {
        read = null!;
        if (summary.Origins.Count != summary.Sequences.Count || summary.Origins.Count != summary.Marks.Count
            || summary.Origins.Count > Protocols.Routing.LinkStateSummary.MaxMembers)
        {
            return false;
        }

        var known = new KnownLinkState[summary.Origins.Count];
        ulong before = 0;
        for (int i = 0; i < known.Length; i++)
        {
            if (summary.Origins[i] <= before || summary.Sequences[i] == ulong.MaxValue)
            {
                return false;
            }

            before = summary.Origins[i];
            known[i] = new(new Address(before), summary.Sequences[i], summary.Marks[i]);
        }

        read = new(new Address(summary.First), new Address(summary.Last), known) { IsAnswer = summary.Answer };
        return true;
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
            Word = state.Word.IsEmpty ? ByteString.Empty : ByteString.CopyFrom(state.Word.Span),
        };
        foreach (Link link in state.Links)
        {
            LinkWeights weights = link.Weights;
            record.Links.Add(new LinkRecord
            {
                Neighbour = link.Neighbour.Value,
                Cost = weights.BestEffort,
                Video = weights.Video == weights.BestEffort ? 0u : weights.Video,
                Voice = weights.Voice == weights.BestEffort ? 0u : weights.Voice,
            });
        }

        return record;
    }
}

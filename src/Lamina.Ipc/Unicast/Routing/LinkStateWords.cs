using Lamina.Core;
using Lamina.Protocols.Routing;
using Lamina.Security.Handshake;
using Lamina.Security.Identities;

namespace Lamina.Ipc.Unicast.Routing;

/// <summary>
/// In a secure layer: each member signs what it says about its links, and nobody takes it from somebody else. A signature for each of its own states, a check for each
/// newer one of others; their credentials are checked once as long as they stay the same.
/// </summary>
internal sealed class LinkStateWords(IHandshakeCredentials credentials, LinkStateDatabase database)
{
    private LinkState? _own;

    private static ReadOnlySpan<byte> Label => "lamina link state 1"u8;

    /// <summary>A state of this member, signed.</summary>
    public LinkState Sign(LinkState state)
    {
        if (_own is null || _own.Sequence != state.Sequence || _own.IsLeaving != state.IsLeaving)
        {
            _own = state with { Word = credentials.Say(Label, Said(state)) };
        }

        return state with { Word = _own.Word };
    }

    /// <summary>Sorts out what the origin has not said.</summary>
    /// <param name="states">What a neighbour has told; it may be nobody's, and is none of the neighbour's business.</param>
    /// <param name="unproved">How many were sorted out.</param>
    public List<LinkState> Judge(List<LinkState> states, out int unproved)
    {
        var good = new List<LinkState>(states.Count);
        foreach (LinkState state in states)
        {
            if (Judge(state) is { } proved)
            {
                good.Add(proved);
            }
        }

        unproved = states.Count - good.Count;
        return good;
    }

    private LinkState? Judge(LinkState state)
    {
        bool isKnown = database.TryGet(state.Origin, out LinkState known);
        ReadOnlySpan<byte> former = isKnown ? known.Word.Span : default;

        // What is here already, to the last bit, was checked; the own state is here without a word.
        if (isKnown && (former.IsEmpty || former.SequenceEqual(state.Word.Span)) && (known.Sequence, known.Instance) == (state.Sequence, state.Instance) && known.SaysSameAs(state))
        {
            return state with { Speaker = known.Speaker };
        }

        // What is no news of the same speaker changes nothing, whoever says it.
        if (isKnown && IsOfSame(former, state.Word.Span) && (state.Sequence, state.Instance).CompareTo((known.Sequence, known.Instance)) < 0)
        {
            return state with { Speaker = known.Speaker };
        }

        return credentials.JudgeWord(state.Word.Span, Label, Said(state), null, former) == HandshakeVerdict.Proved
            ? state with { Speaker = credentials.SpeakerOf(state.Word.Span) }
            : null;
    }

    private static bool IsOfSame(ReadOnlySpan<byte> former, ReadOnlySpan<byte> word) =>
        former.Length > VerifyingKey.SignatureLength && former.Length == word.Length
        && former[..^VerifyingKey.SignatureLength].SequenceEqual(word[..^VerifyingKey.SignatureLength]);

    // All but its lifetime, which shrinks on the way.
    private static byte[] Said(LinkState state)
    {
        const int fixedLength = (3 * sizeof(ulong)) + 1;
        byte[] said = new byte[fixedLength + (state.Links.Length * (sizeof(ulong) + (3 * sizeof(uint))))];
        var writer = new SpanWriter(said);
        writer.WriteUInt64(state.Origin.Value);
        writer.WriteUInt64(state.Sequence);
        writer.WriteUInt64(state.Instance);
        writer.WriteByte((byte)((state.IsRouter ? 1 : 0) | (state.IsLeaving ? 2 : 0)));
        foreach (Link link in state.Links)
        {
            writer.WriteUInt64(link.Neighbour.Value);
            writer.WriteUInt32((uint)link.Weights.BestEffort);
            writer.WriteUInt32((uint)link.Weights.Video);
            writer.WriteUInt32((uint)link.Weights.Voice);
        }

        return said;
    }
}

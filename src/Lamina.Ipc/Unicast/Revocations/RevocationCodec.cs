using Google.Protobuf;
using Lamina.Security.Credentials;
using Lamina.Security.Identities;
using Lamina.Wire.Routing;

namespace Lamina.Ipc.Unicast.Revocations;

/// <summary>Revocations between bytes and what is done with them.</summary>
internal static class RevocationCodec
{
    private const int MaxLists = 8;
    private const int MaxIssuers = 32;

    /// <summary>One list; each is a message of its own.</summary>
    public static byte[] Write(RevocationList list) => new LinkStateUpdate { Revocations = { ByteString.CopyFrom(list.Bytes.Span) } }.ToByteArray();

    /// <summary>What is known here.</summary>
    public static byte[] WriteKnown(IReadOnlyList<RevocationList> lists)
    {
        var known = new KnownRevocations();
        byte[] issuer = new byte[KeyId.Length];
        foreach (RevocationList list in lists.Take(MaxIssuers))
        {
            list.Issuer.CopyTo(issuer);
            known.Issuers.Add(ByteString.CopyFrom(issuer));
            known.Sequences.Add(list.Sequence);
        }

        return new LinkStateUpdate { Known = known }.ToByteArray();
    }

    /// <summary>Reads what of a message concerns revocations; null: nothing does.</summary>
    /// <returns>False where it is malformed.</returns>
    public static bool TryRead(LinkStateUpdate update, out RevocationNews? news)
    {
        news = null;
        if (update.Revocations.Count == 0 && update.Known is null)
        {
            return true;
        }

        var lists = new List<RevocationList>(update.Revocations.Count);
        foreach (ByteString bytes in update.Revocations)
        {
            if (lists.Count == MaxLists || !RevocationList.TryRead(bytes.Span, out RevocationList? list))
            {
                return false;
            }

            lists.Add(list!);
        }

        if (!TryRead(update.Known, out Dictionary<KeyId, ulong>? known))
        {
            return false;
        }

        news = new RevocationNews(lists, known);
        return true;
    }

    private static bool TryRead(KnownRevocations? said, out Dictionary<KeyId, ulong>? known)
    {
        known = said is null ? null : [];
        if (said is null)
        {
            return true;
        }

        if (said.Issuers.Count != said.Sequences.Count || said.Issuers.Count > MaxIssuers)
        {
            return false;
        }

        for (int i = 0; i < said.Issuers.Count; i++)
        {
            if (said.Issuers[i].Length != KeyId.Length || !known!.TryAdd(KeyId.FromBytes(said.Issuers[i].Span), said.Sequences[i]))
            {
                return false;
            }
        }

        return true;
    }
}

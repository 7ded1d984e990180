using Google.Protobuf;
using Lamina.Core;
using Lamina.Ipc.Unicast.Directory.Entries;
using Lamina.Ipc.Unicast.Directory.Proofs;
using Lamina.Wire.Directory;

namespace Lamina.Ipc.Unicast.Directory.OneHop;

/// <summary>The messages of the one-hop directory.</summary>
internal static class OneHopMessages
{
    public static byte[] Store(Address self, ulong cookie, Publication publication, ReadOnlyMemory<byte> proof, Duration lifetime) => new DirectoryMessage
    {
        Sender = self.Value,
        Cookie = cookie,
        Store = new StoreEntry
        {
            Hash = DirectoryCodec.ToBytes(publication.Hash),
            Sequence = publication.Sequence,
            Lifetime = (uint)lifetime.Milliseconds,
            Withdrawn = publication.IsWithdrawn,
            Proof = ByteString.CopyFrom(proof.Span),
        },
    }.ToByteArray();

    public static byte[] Stored(Address self, ulong cookie) => new DirectoryMessage
    {
        Sender = self.Value,
        Cookie = cookie,
        Stored = new StoreAcknowledgement(),
    }.ToByteArray();

    public static byte[] Find(Address self, ulong cookie, in NameHash hash) => new DirectoryMessage
    {
        Sender = self.Value,
        Cookie = cookie,
        Find = new FindEntries { Hash = DirectoryCodec.ToBytes(hash) },
    }.ToByteArray();

    public static byte[] Found(Address self, ulong cookie, in NameHash hash, List<DirectoryEntry> entries, ServerProofs? proofs, bool isUnsettled)
    {
        var found = new FoundEntries { Hash = DirectoryCodec.ToBytes(hash), Unsettled = isUnsettled };
        found.Addresses.AddRange(entries.Take(DirectoryCodec.MaxAddresses).Select(entry => entry.Member.Value));
        proofs?.AddTo(found, entries);
        return new DirectoryMessage { Sender = self.Value, Cookie = cookie, Found = found }.ToByteArray();
    }
}

using Google.Protobuf;
using Lamina.Core;
using Lamina.Wire;
using Lamina.Wire.Directory;

namespace Lamina.Ipc.Unicast.Directory.Entries;

/// <summary>The directory's messages between bytes and what the machines work with.</summary>
internal static class DirectoryCodec
{
    /// <summary>Most addresses in an answer: it stays in one packet of the smallest layer.</summary>
    public const int MaxAddresses = 32;

    public static byte[] Store(Address self, ulong cookie, Publication publication, Duration lifetime) => new DirectoryMessage
    {
        Sender = self.Value,
        Cookie = cookie,
        Store = new StoreEntry
        {
            Hash = ToBytes(publication.Hash),
            Sequence = publication.Sequence,
            Lifetime = (uint)lifetime.Milliseconds,
            Withdrawn = publication.Withdrawn,
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
        Find = new FindEntries { Hash = ToBytes(hash) },
    }.ToByteArray();

    public static byte[] Found(Address self, ulong cookie, in NameHash hash, IEnumerable<Address> members, bool isUnsettled)
    {
        var found = new FoundEntries { Hash = ToBytes(hash), Unsettled = isUnsettled };
        found.Addresses.AddRange(members.Take(MaxAddresses).Select(member => member.Value));
        return new DirectoryMessage { Sender = self.Value, Cookie = cookie, Found = found }.ToByteArray();
    }

    public static bool TryRead(ReadOnlySpan<byte> bytes, out DirectoryMessage message) =>
        ProtobufBarrier.TryParse(DirectoryMessage.Parser, bytes, out message);

    private static ByteString ToBytes(in NameHash hash)
    {
        Span<byte> bytes = stackalloc byte[NameHash.MaxLength];
        hash.CopyTo(bytes);
        return ByteString.CopyFrom(bytes[..hash.Length]);
    }
}

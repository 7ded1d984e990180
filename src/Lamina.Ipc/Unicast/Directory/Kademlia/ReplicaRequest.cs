using Google.Protobuf;
using Lamina.Core;
using Lamina.Ipc.Unicast.Directory.Entries;
using Lamina.Wire.Directory;

namespace Lamina.Ipc.Unicast.Directory.Kademlia;

/// <summary>Gives a new home an entry of another member, with what is left of its life.</summary>
internal sealed class ReplicaRequest(Contact target, NameHash hash, DirectoryEntry entry) : Request(target)
{
    public override int MaxAttempts => 3;

    public override void Write(DirectoryMessage message, Instant now) => message.Store = new StoreEntry
    {
        Hash = DirectoryCodec.ToBytes(hash),
        Sequence = entry.Sequence,
        Lifetime = (uint)Duration.Max(Duration.Zero, entry.Expires - now).Milliseconds,
        Member = entry.Member.Value,
        Proof = ByteString.CopyFrom(entry.Proof.Span),
    };

    public override bool TryHandleAnswer(DirectoryMessage answer, Instant now) =>
        answer.BodyCase == DirectoryMessage.BodyOneofCase.Stored;

    // The owner's next republication repairs it.
    public override void HandleSilence(Instant now)
    {
    }
}

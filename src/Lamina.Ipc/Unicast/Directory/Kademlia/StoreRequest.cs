using Google.Protobuf;
using Lamina.Core;
using Lamina.Wire.Directory;

namespace Lamina.Ipc.Unicast.Directory.Kademlia;

/// <summary>Tells a home what this member says of a hash.</summary>
internal sealed class StoreRequest(Publisher publisher, Publication publication, Home home) : Request(home.Contact)
{
    private ulong _sequence;

    public override int MaxAttempts => 5;

    public override void Write(DirectoryMessage message, Instant now)
    {
        // What is true when it leaves, not when it began to wait.
        _sequence = publication.Sequence;
        message.Store = new StoreEntry
        {
            Hash = DirectoryCodec.ToBytes(publication.Hash),
            Sequence = _sequence,
            Lifetime = (uint)Publisher.Lifetime.Milliseconds,
            Withdrawn = publication.IsWithdrawn,
            Proof = ByteString.CopyFrom(publisher.ProofOf(publication).Span),
        };
    }

    public override bool TryHandleAnswer(DirectoryMessage answer, Instant now)
    {
        if (answer.BodyCase != DirectoryMessage.BodyOneofCase.Stored)
        {
            return false;
        }

        publisher.HandleStored(publication, home, _sequence, answer.Stored, now);
        return true;
    }

    public override void HandleSilence(Instant now) => publisher.HandleSilence(publication, home, now);
}

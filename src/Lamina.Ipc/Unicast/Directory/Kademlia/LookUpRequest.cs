using Lamina.Core;
using Lamina.Wire.Directory;

namespace Lamina.Ipc.Unicast.Directory.Kademlia;

/// <summary>A question of a look-up to one of its candidates.</summary>
internal sealed class LookUpRequest(LookUps lookUps, LookUp lookUp, Candidate candidate) : Request(candidate.Contact)
{
    public override int MaxAttempts => 3;

    public override void Write(DirectoryMessage message, Instant now)
    {
        if (lookUp.Hash is { } hash)
        {
            message.Find = new FindEntries { Hash = DirectoryCodec.ToBytes(hash) };
        }
        else
        {
            message.FindMembers = new FindMembers { Key = lookUp.Key };
        }
    }

    public override bool TryHandleAnswer(DirectoryMessage answer, Instant now)
    {
        switch (answer.BodyCase)
        {
            case DirectoryMessage.BodyOneofCase.Found when lookUp.Hash == DirectoryCodec.ToHash(answer.Found.Hash):
                lookUp.TakeAnswer(candidate, lookUps.Believe(lookUp.Hash!.Value, answer.Found), answer.Found.Unsettled);
                lookUps.HandleAnswer(lookUp, candidate, answer.Found.Closer, now);
                return true;
            case DirectoryMessage.BodyOneofCase.FoundMembers when lookUp.Hash is null:
                lookUp.TakeAnswer(candidate, [], isUnsettled: false);
                lookUps.HandleAnswer(lookUp, candidate, answer.FoundMembers.Closer, now);
                return true;
            default:
                return false;
        }
    }

    public override void HandleSlow(Instant now)
    {
        candidate.State = CandidateState.Slow;
        lookUps.Advance(lookUp, now);
    }

    public override void HandleSilence(Instant now)
    {
        candidate.State = CandidateState.Silent;
        lookUps.Advance(lookUp, now);
    }
}

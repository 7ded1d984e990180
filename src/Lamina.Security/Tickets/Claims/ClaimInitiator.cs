using Lamina.Core;
using Lamina.Security.Credentials;
using Lamina.Security.Identities;

namespace Lamina.Security.Tickets.Claims;

/// <summary>Who comes with a ticket: it says who it is only to a member of the layer that the ticket means.</summary>
public sealed class ClaimInitiator : ClaimSide
{
    private readonly Ticket _ticket;
    private readonly NodeIdentity _identity;
    private readonly DateTimeOffset _now;

    /// <summary>Begins.</summary>
    /// <param name="ticket">What it comes with.</param>
    /// <param name="identity">Who it is. Not disposed of.</param>
    /// <param name="now">Wall time.</param>
    /// <param name="random">Where keys come from.</param>
    public ClaimInitiator(Ticket ticket, NodeIdentity identity, DateTimeOffset now, IRandomSource random)
        : base(isInitiator: true, ticket.Number, ticket.Key, identity.Find(Agreement)!, random)
    {
        _ticket = ticket;
        _identity = identity;
        _now = now;
    }

    /// <summary>What to say first.</summary>
    public byte[] Begin() => new ClaimOpening { Suite = Suite, Number = _ticket.Number, Message = Write([]) }.Write();

    /// <summary>The inviter's message.</summary>
    /// <param name="second">From the network.</param>
    /// <param name="third">What to say to it, where it is proved.</param>
    public ClaimVerdict Handle(ReadOnlySpan<byte> second, out byte[] third)
    {
        third = [];
        ClaimVerdict verdict = TryRead(second, out byte[] shown) ? Judge(shown) : new ClaimVerdict(ClaimVerdictKind.NotOpened);
        if (verdict.IsProved)
        {
            third = Write(NodeRequest.Of(_identity).Bytes.Span);
            Conclude();
        }
        else
        {
            Dispose();
        }

        return verdict;
    }

    private ClaimVerdict Judge(ReadOnlySpan<byte> shown)
    {
        if (!InviterProof.TryRead(shown, out InviterProof? proof))
        {
            return new ClaimVerdict(ClaimVerdictKind.Malformed);
        }

        if (RootsFingerprint.Of(proof!.Roots) != _ticket.Roots)
        {
            return new ClaimVerdict(ClaimVerdictKind.OtherRoots);
        }

        var demands = new CredentialDemands { Agreement = new AgreementKey(Agreement, PeerKey.ToArray()) };
        CredentialVerdict credential = CredentialCheck.Examine(proof.Chain, LayerTrust.In(proof.Roots), _now, demands);
        return new ClaimVerdict(credential.IsOk ? ClaimVerdictKind.Proved : ClaimVerdictKind.NotAMember, credential);
    }
}

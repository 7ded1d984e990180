using Lamina.Core;
using Lamina.Daemon.Authorities;
using Lamina.Daemon.Control;
using Lamina.Security.Credentials;
using Lamina.Security.Identities;
using Lamina.Security.Tickets;

namespace Lamina.Daemon.Joining;

/// <summary>
/// Issues credentials of a layer with what a node has for that: its authority, or an inviter's credential, which gives no more than it has itself.
/// </summary>
/// <param name="state">The state directory.</param>
/// <param name="identity">Who the node is.</param>
/// <param name="memberships">What it has of layers.</param>
/// <param name="clock">The time.</param>
internal sealed class LayerIssuer(string state, NodeIdentity identity, StoredMemberships memberships, TimeProvider clock)
{
    /// <summary>The layer's roots, where this node can issue; else why it cannot.</summary>
    public Answer<RootSet> FindRoots(Name layer)
    {
        if (LayerAuthority.All(state).FirstOrDefault(record => record.Layer == layer.Value) is { } record && LayerAuthority.TrustOf(record) is { } trust)
        {
            return trust.Roots;
        }

        Membership? membership = memberships.Look().FirstOrDefault(held => held.Membership.Layer == layer)?.Membership;
        return membership switch
        {
            null => Outcome.Denied($"this node has nothing of layer '{layer}', and so cannot invite to it", "invite on a host of the layer's authority"),
            { Inviting: null } => Outcome.Denied(
                $"this node is a member of layer '{layer}', and may not invite to it: it has neither the layer's authority nor an inviter's credential",
                $"there: lamina invite {layer}; or lamina layer-authority issue {layer} --rights invite --for FILE, and install that here"),
            { Inviting: { } inviting } when Examine(membership, inviting) is { IsOk: false } verdict => Outcome.Denied($"the inviter's credential for layer '{layer}' {verdict}"),
            _ => membership.Trust.Roots,
        };
    }

    /// <summary>Issues.</summary>
    public Answer<Membership> Issue(Name layer, NodeRequest request, InvitationGrant grant)
    {
        if (LayerAuthority.All(state).Any(record => record.Layer == layer.Value))
        {
            Answer<LayerAuthority> authority = LayerAuthority.Open(state, layer, clock);
            if (!authority.IsOk)
            {
                return authority.Outcome;
            }

            using LayerAuthority open = authority.Value;
            return open.Issue(request, new IssueTerms(grant.Rights, grant.Names, grant.Lifetime));
        }

        Answer<RootSet> roots = FindRoots(layer);
        if (!roots.IsOk)
        {
            return roots.Outcome;
        }

        Membership membership = memberships.Look().First(held => held.Membership.Layer == layer).Membership;
        return membership.Trust.IsRevoked(request.Node)
            ? Outcome.Denied($"node {request.Node.ToShortString()} is revoked", "a new identity for that node, see: lamina doctor")
            : IssueAsInviter(membership, membership.Inviting!, request, grant);
    }

    /// <summary>Issues again what a member has, where this node is who issued it, and it is time.</summary>
    public Answer<Membership> Renew(Name layer, RenewalRequest request)
    {
        Answer<RootSet> roots = FindRoots(layer);
        if (!roots.IsOk)
        {
            return roots.Outcome;
        }

        Credential former = request.Former.Member;
        if (former.Layer != roots.Value.Layer)
        {
            return Outcome.Denied("the credential is of another layer");
        }

        if (Renewal.Judge(former, clock.GetUtcNow()) is RenewalState.Fine)
        {
            return Outcome.Denied("two thirds of the credential's life are not over");
        }

        if (LayerAuthority.All(state).Any(record => record.Layer == layer.Value))
        {
            Answer<LayerAuthority> authority = LayerAuthority.Open(state, layer, clock);
            if (!authority.IsOk)
            {
                return authority.Outcome;
            }

            using LayerAuthority open = authority.Value;
            CredentialVerdict verdict = CredentialCheck.Examine(request.Former, open.Trust, clock.GetUtcNow(), new CredentialDemands { Subject = request.Node.Node });
            return !verdict.IsOk ? Outcome.Denied($"the credential {verdict}")
                : request.Former.Inviter is not null ? Outcome.Denied("the credential was issued by an inviter, who renews it")
                : open.Renew(former, request.Node);
        }

        Membership membership = memberships.Look().First(held => held.Membership.Layer == layer).Membership;
        CredentialVerdict own = CredentialCheck.Examine(request.Former, membership.Trust, clock.GetUtcNow(), new CredentialDemands { Subject = request.Node.Node });
        return !own.IsOk ? Outcome.Denied($"the credential {own}")
            : former.Issuer != identity.Id ? Outcome.Denied("the credential was issued by another one, who renews it")
            : new Membership(membership.Layer, membership.Trust, new CredentialChain(Again(former, request.Node), membership.Inviting));
    }

    private Credential Again(Credential former, NodeRequest request)
    {
        DateTimeOffset now = DateTimeOffset.FromUnixTimeSeconds(clock.GetUtcNow().ToUnixTimeSeconds());
        TimeSpan life = LayerAuthority.LifetimeOf(former);
        TimeSpan before = LayerAuthority.BackdatingOf(life);
        return Credential.Issue(
            identity.Signing, former.Terms with { Agreements = request.Agreements, NotBefore = now - before, Lifetime = life + before });
    }

    private Membership IssueAsInviter(Membership membership, Credential inviting, NodeRequest request, InvitationGrant grant)
    {
        Rights own = inviting.Terms.Rights;
        CoveredName[]? asked = grant.Names is null ? null : [.. grant.Names.Select(text => CoveredName.Of(NameHash.Of(Name.Parse(text), HashAlgorithmId.Sha3_256))).Distinct().Order()];
        CoveredName[] names = own.HasFlag(Rights.AnyName) ? asked ?? []
            : [.. inviting.Terms.Names.Where(name => asked is null || asked.Contains(name))];
        Rights anyName = grant.Names is null ? own & Rights.AnyName : Rights.None;
        DateTimeOffset now = DateTimeOffset.FromUnixTimeSeconds(clock.GetUtcNow().ToUnixTimeSeconds());
        TimeSpan before = LayerAuthority.BackdatingOf(grant.Lifetime);
        var terms = new CredentialTerms(
            membership.Trust.Layer, request.SigningKey, request.Agreements, (grant.Rights & own & ~Rights.Invite) | Rights.Member | anyName, names, now - before,
            grant.Lifetime + before);
        return new Membership(membership.Layer, membership.Trust, new CredentialChain(Credential.Issue(identity.Signing, terms), inviting));
    }

    private CredentialVerdict Examine(Membership membership, Credential inviting) => CredentialCheck.Examine(
        new CredentialChain(inviting), membership.Trust, clock.GetUtcNow(), new CredentialDemands { Subject = identity.Id, Rights = Rights.Invite });
}

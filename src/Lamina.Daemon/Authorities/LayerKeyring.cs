using Lamina.Bearers.Crypto;
using Lamina.Core;
using Lamina.Daemon.Control;
using Lamina.Daemon.Hosting.State;
using Lamina.Ipc;
using Lamina.Security.Credentials;
using Lamina.Security.Handshake;
using Lamina.Security.Identities;
using Lamina.Security.Primitives;

namespace Lamina.Daemon.Authorities;

/// <summary>
/// With what the members of a stack prove themselves in secure layers: what its state directory has, and what running members have taken of that. They
/// follow what changes there. Any thread may ask.
/// </summary>
/// <param name="directory">The state directory.</param>
/// <param name="identity">Who the stack is.</param>
/// <param name="memberships">What the directory has.</param>
/// <param name="clock">The time.</param>
public sealed class LayerKeyring(string directory, NodeIdentity identity, StoredMemberships memberships, TimeProvider clock)
{
    private static readonly IReadOnlyList<IKeyAgreement> Agreements = X25519.Instance is { } curve ? [curve, P256.Instance] : [P256.Instance];

    private readonly Lock _gate = new();
    private readonly Dictionary<LayerId, Taken> _taken = [];

    /// <summary>Gives running members what is new: on the stack's loop. Set by whoever opens the stack.</summary>
    public Func<LayerCredentials, Membership, Task> Tell { get; set; } = (_, _) => Task.CompletedTask;

    /// <summary>
    /// What the first member of a layer proves itself with. Where this node knows nothing of the layer, it becomes its authority, and a member of all rights.
    /// </summary>
    public Answer<BegunLayer> Begin(Name layer)
    {
        lock (_gate)
        {
            if (memberships.Look().FirstOrDefault(known => known.Membership.Layer == layer) is { } held)
            {
                return held.Verdict.IsOk ? new BegunLayer(Take(held.Membership), RootOf(held.Membership), IsNew: false) : Worthless(held);
            }

            return OnDisk(() => BecomeMember(layer));
        }
    }

    /// <summary>What a joiner proves itself with.</summary>
    /// <param name="destination">Through whom.</param>
    /// <param name="layer">Into which layer; null: that of the destination's name, or the only one that there is a credential for.</param>
    public Answer<LayerSecurity> Find(Name destination, Name? layer)
    {
        lock (_gate)
        {
            IReadOnlyList<HeldMembership> all = memberships.Look();
            HeldMembership? held = all.FirstOrDefault(known => known.Membership.Layer == (layer ?? destination))
                ?? (layer is null && all.Count == 1 ? all[0] : null);
            if (held is not null)
            {
                return held.Verdict.IsOk ? Take(held.Membership) : Worthless(held);
            }

            return layer is null && all.Count > 1
                ? Outcome.Usage(
                    $"this node has credentials for layers {string.Join(", ", all.Select(known => $"'{known.Membership.Layer}'"))}: which of them is '{destination}' a member of?",
                    $"--layer LAYER besides --dst {destination}")
                : Outcome.Denied(
                    layer is null ? $"no credential for the layer of '{destination}'" : $"no credential for layer '{layer}'",
                    "lamina join TICKET; or lamina layer-authority request here, issue on the authority's host, and --credential FILE; for a lab: --insecure");
        }
    }

    /// <summary>Keeps a credential that an authority has issued, and whom to trust.</summary>
    /// <param name="bytes">A membership, as it is written.</param>
    /// <param name="layer">The layer that it must be of; null: any.</param>
    public Answer<Membership> Install(ReadOnlySpan<byte> bytes, Name? layer)
    {
        if (!Membership.TryRead(bytes, out Membership? brought))
        {
            return Outcome.Usage("that is no credential of a layer", "what lamina layer-authority issue printed");
        }

        if (layer is { } wanted && brought!.Layer != wanted)
        {
            return Outcome.Denied($"the credential is for layer '{brought.Layer}', and not for '{wanted}'", $"--layer {brought.Layer}, or the other credential");
        }

        return OnDisk(() => MembershipFiles.Install(directory, brought!, identity.Id, clock.GetUtcNow()));
    }

    /// <summary>Lets running members have what has changed on the disk since they looked.</summary>
    public async Task FollowAsync()
    {
        List<(LayerCredentials Credentials, Membership Membership)> changed = [];
        lock (_gate)
        {
            foreach (HeldMembership held in memberships.Look())
            {
                if (_taken.TryGetValue(held.Membership.Trust.Layer, out Taken? taken) && !ReferenceEquals(taken.Membership, held.Membership))
                {
                    taken.Membership = held.Membership;
                    changed.Add((taken.Credentials, held.Membership));
                }
            }
        }

        foreach ((LayerCredentials credentials, Membership membership) in changed)
        {
            await Tell(credentials, membership);
        }
    }

    private static string RootOf(Membership membership) => (membership.Chain!.Inviter ?? membership.Chain.Member).Issuer.ToString();

    private static Outcome Worthless(HeldMembership held) => Outcome.Denied(
        held.Warning!,
        held.Verdict.Kind == CredentialVerdictKind.NotYetValid ? "date, and set the clock of the host where it is wrong" : held.Hint);

    private static Answer<T> OnDisk<T>(Func<Answer<T>> change)
        where T : class
    {
        try
        {
            return change();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or StatePlaceException)
        {
            return Outcome.Failed($"the state directory cannot be used: {failure.Message}", "lamina doctor");
        }
    }

    private Answer<BegunLayer> BecomeMember(Name layer)
    {
        bool isNew = LayerAuthority.All(directory).All(record => record.Layer != layer.Value);
        Answer<LayerAuthority> answer = isNew ? LayerAuthority.Begin(directory, layer, clock) : LayerAuthority.Open(directory, layer, clock);
        if (!answer.IsOk)
        {
            return answer.Outcome;
        }

        using LayerAuthority authority = answer.Value;
        Answer<Membership> own = authority.Issue(NodeRequest.Of(identity), IssueTerms.ForItself);
        own = own.IsOk ? MembershipFiles.Install(directory, own.Value, identity.Id, clock.GetUtcNow()) : own;
        return own.IsOk ? new BegunLayer(Take(own.Value), authority.Record.Root, isNew) : own.Outcome;
    }

    private LayerSecurity Take(Membership membership)
    {
        if (!_taken.TryGetValue(membership.Trust.Layer, out Taken? taken))
        {
            taken = new Taken(new LayerCredentials(identity, membership.Chain!, membership.Trust), membership);
            _taken.Add(membership.Trust.Layer, taken);
            taken.Credentials.Learned = trust => Keep(membership.Layer, trust);
        }

        return new LayerSecurity(taken.Credentials, Agreements);
    }

    // Called on the stack's loop, which does not wait for the disk; what cannot be written is told again by a neighbour after the next start.
    private void Keep(Name layer, LayerTrust trust) => Task.Run(
        () => OnDisk(() => MembershipFiles.Install(directory, new Membership(layer, trust), identity.Id, clock.GetUtcNow())));

    private sealed class Taken(LayerCredentials credentials, Membership membership)
    {
        public LayerCredentials Credentials => credentials;

        /// <summary>As it was read last.</summary>
        public Membership Membership { get; set; } = membership;
    }
}

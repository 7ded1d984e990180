using Lamina.Core;
using Lamina.Daemon.Authorities;
using Lamina.Daemon.Control;
using Lamina.Daemon.Logging;
using Lamina.Ipc;
using Lamina.Ipc.Renewing;
using Lamina.Node.Management;
using Lamina.Security.Credentials;
using Lamina.Security.Identities;
using Lamina.Security.Tickets;
using Lamina.Security.Tickets.Claims;
using Microsoft.Extensions.Logging;

namespace Lamina.Daemon.Joining;

/// <summary>
/// Renews the credentials of a stack over the layers that they are for, at two thirds of their life, by any issuer there; and stands behind the issuers' name
/// in the layers that this host issues for.
/// </summary>
/// <param name="state">The state directory.</param>
/// <param name="identity">Who the stack is.</param>
/// <param name="memberships">What it has.</param>
/// <param name="issuer">What it can issue.</param>
/// <param name="clock">The time.</param>
public sealed class MemberRenewal(string state, NodeIdentity identity, StoredMemberships memberships, Inviter issuer, TimeProvider clock)
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(10);

    private readonly Dictionary<LayerId, DateTimeOffset> _next = [];
    private readonly Dictionary<LayerId, string> _said = [];

    /// <summary>The stack; null: it does not run yet. Set by whoever opens it.</summary>
    public StackManagement? Management { get; set; }

    /// <summary>Looks, and asks where it is time. Called by one at a time.</summary>
    internal async Task LookAsync(string stack, ILogger log, CancellationToken cancel)
    {
        if (Management is not { } management)
        {
            return;
        }

        IReadOnlyList<IpcpInfo> all = await management.Ipcps.ListAsync();
        foreach (HeldMembership held in memberships.Look())
        {
            Name layer = held.Membership.Layer;
            if (!all.Any(info => info.Kind == IpcProcessKind.Unicast && info.Layer == layer.Value && !info.IsInsecure))
            {
                continue;
            }

            bool isAuthority = LayerAuthority.All(state).Any(record => record.Layer == layer.Value);
            if (isAuthority || (held.Membership.Inviting is not null && issuer.Examine(layer).IsOk))
            {
                await ServeAsync(management, held.Membership, stack, log).WaitAsync(cancel);
            }

            if (!isAuthority && held.State is RenewalState.Renew or RenewalState.Warn && IsTime(held))
            {
                await AskAsync(management, held, stack, log, cancel);
            }
        }
    }

    private static async Task ServeAsync(StackManagement management, Membership membership, string stack, ILogger log)
    {
        Name name = RenewalName.Of(membership.Trust.Layer);
        if ((await management.Names.ListAsync()).Any(known => known.Name == name.Value && known.Registrations.Count > 0))
        {
            return;
        }

        Outcome outcome = await management.Renewals.ServeAsync(name, membership.Layer);
        outcome = outcome.IsOk ? await management.Names.RegisterAsync(name, membership.Layer.Value) : outcome;
        if (outcome.IsOk)
        {
            log.RenewalServed(stack, $"credentials of layer '{membership.Layer}' are renewed here");
        }
    }

    private async Task AskAsync(StackManagement management, HeldMembership held, string stack, ILogger log, CancellationToken cancel)
    {
        Membership membership = held.Membership;
        TimeSpan pause = held.Credential.Terms.Lifetime / 60;
        _next[membership.Trust.Layer] = clock.GetUtcNow() + (pause < LongestPause ? pause : LongestPause);
        (Outcome outcome, Welcome? welcome) = await management.Renewals.AskAsync(membership.Layer, new RenewalRequest(membership.Chain!, NodeRequest.Of(identity))).WaitAsync(cancel);
        Answer<Membership> renewed = welcome is null ? outcome : MembershipFiles.Install(state, welcome.Membership, identity.Id, clock.GetUtcNow());
        if (renewed.IsOk)
        {
            Credential credential = renewed.Value.Chain!.Member;
            _said.Remove(membership.Trust.Layer);
            log.CredentialRenewed(stack, membership.Layer.Value, credential.Serial.ToString(), credential.NotAfter.UtcDateTime);
        }
        else if (_said.GetValueOrDefault(membership.Trust.Layer) != renewed.Outcome.Message)
        {
            _said[membership.Trust.Layer] = renewed.Outcome.Message;
            log.RenewalFailed(stack, renewed.Outcome.Message);
        }
    }

    private bool IsTime(HeldMembership held) => !_next.TryGetValue(held.Membership.Trust.Layer, out DateTimeOffset next) || clock.GetUtcNow() >= next;
}

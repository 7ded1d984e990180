using Lamina.Core;
using Lamina.Daemon.Control;
using Lamina.Daemon.Joining;
using Lamina.Daemon.Logging;
using Lamina.Security.Credentials;
using Lamina.Security.Identities;
using Microsoft.Extensions.Logging;

namespace Lamina.Daemon.Authorities;

/// <summary>
/// Renews the credentials that this host is the authority for, at two thirds of their life, and says in the log what a person should know of all
/// others: once at each step, 30, 7 and 1 days before the end, and at it.
/// </summary>
/// <param name="stack">The stack's name.</param>
/// <param name="state">Its state directory.</param>
/// <param name="identity">Who it is.</param>
/// <param name="memberships">What it has.</param>
/// <param name="clock">The time.</param>
/// <param name="log">Where it says so.</param>
internal sealed class CredentialWatch(
    string stack, string state, NodeIdentity identity, StoredMemberships memberships, TimeProvider clock, ILogger log) : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    private readonly Dictionary<string, (Serial Serial, int Step)> _said = [];
    private readonly CancellationTokenSource _end = new();
    private Task _watching = Task.CompletedTask;

    /// <summary>Hears of what has changed; null: nobody does.</summary>
    public LayerKeyring? Keyring { get; init; }

    /// <summary>Asks issuers of the layers for what this host cannot issue itself, and serves others; null: nobody does.</summary>
    public MemberRenewal? Members { get; init; }

    /// <summary>Lets it look now, whenever something changes, and every ten seconds.</summary>
    public static CredentialWatch Start(CredentialWatch watch)
    {
        watch.LookOnce();
        watch._watching = Task.Run(watch.WatchAsync);
        return watch;
    }

    /// <summary>Looks.</summary>
    public void LookOnce()
    {
        try
        {
            foreach (HeldMembership held in memberships.Look())
            {
                if (held.State < RenewalState.Renew || !Renew(held))
                {
                    Say(held);
                }
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or Hosting.State.StatePlaceException)
        {
            log.CredentialsUnread(stack, failure.Message);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _watching;
        _end.Dispose();
    }

    /// <summary>What this host has issued to itself it issues again. What was revoked stays so.</summary>
    private bool Renew(HeldMembership held)
    {
        Name layer = held.Membership.Layer;
        if (held.Verdict.Kind is not (CredentialVerdictKind.Ok or CredentialVerdictKind.Expired or CredentialVerdictKind.NotIssued)
            || LayerAuthority.All(state).All(record => record.Layer != layer.Value))
        {
            return false;
        }

        Answer<LayerAuthority> authority = LayerAuthority.Open(state, layer, clock);
        if (!authority.IsOk)
        {
            return false;
        }

        using LayerAuthority open = authority.Value;
        IssuedRecord? former = open.Record.Issued.FirstOrDefault(issued => issued.Serial == held.Credential.Serial.ToString());
        if (former is null)
        {
            return false;
        }

        Rights rights = held.Credential.Terms.Rights | (held.Membership.Inviting is null ? Rights.None : Rights.Invite);
        Answer<Membership> issued = open.Issue(
            NodeRequest.Of(identity), new IssueTerms(rights & ~Rights.AnyName, former.Names, LayerAuthority.LifetimeOf(held.Credential)));
        if (!issued.IsOk || !MembershipFiles.Install(state, issued.Value, identity.Id, clock.GetUtcNow()).IsOk)
        {
            return false;
        }

        Credential renewed = issued.Value.Chain!.Member;
        log.CredentialRenewed(stack, layer.Value, renewed.Serial.ToString(), renewed.NotAfter.UtcDateTime);
        return true;
    }

    private async Task RenewAsync()
    {
        try
        {
            await (Members?.LookAsync(stack, log, _end.Token) ?? Task.CompletedTask);
        }
        catch (OperationCanceledException)
        {
            // The end.
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or InvalidOperationException or Hosting.State.StatePlaceException)
        {
            // Or the stack has ended.
            log.CredentialsUnread(stack, failure.Message);
        }
    }

    private async Task FollowAsync()
    {
        try
        {
            await (Keyring?.FollowAsync() ?? Task.CompletedTask);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            // Or the stack has ended.
            log.CredentialsUnread(stack, failure.Message);
        }
    }

    private void Say(HeldMembership held)
    {
        string layer = held.Membership.Layer.Value;
        int step = held.Verdict.IsOk ? Renewal.StepOf(held.Credential, held.Verdict.Now) : int.MaxValue;
        (Serial, int) now = (held.Credential.Serial, step);
        if (_said.TryGetValue(layer, out (Serial Serial, int Step) said) && said == now)
        {
            return;
        }

        _said[layer] = now;
        if (held.Warning is not { } warning)
        {
            return;
        }

        if (held.Verdict.IsOk)
        {
            log.CredentialExpires(stack, warning);
        }
        else
        {
            log.CredentialInvalid(stack, warning);
        }
    }

    private async Task WatchAsync()
    {
        using ChangeSignal changes = new(MembershipFiles.PlaceIn(state));
        while (await changes.WaitAsync(Pause, _end.Token))
        {
            // What is asked for over the network takes its time, and what it brings is a change again.
            LookOnce();
            await FollowAsync();
            await RenewAsync();
        }
    }
}

using Lamina.Core;
using Lamina.Ipc;
using Lamina.Security.Credentials;
using Lamina.Security.Tickets;

namespace Lamina.Node.Driving;

/// <summary>An issuer, as the machines of a domain ask it: what waits for the disk waits on another thread, and its answer is posted.</summary>
internal sealed class DomainInvitations(DomainDriver driver, ICredentialIssuer issuer) : IInvitations
{
    /// <inheritdoc/>
    public Invitation? Find(Name layer, uint number) => issuer.Find(layer, number);

    /// <inheritdoc/>
    public void Admit(Name layer, uint number, NodeRequest request, IIssueSink sink) => Run(() => issuer.Admit(layer, number, request), sink);

    /// <inheritdoc/>
    public void Renew(Name layer, RenewalRequest request, IIssueSink sink) => Run(() => issuer.Renew(layer, request), sink);

    private void Run(Func<(Outcome, Membership?)> issue, IIssueSink sink) => _ = Task.Run(() =>
    {
        (Outcome outcome, Membership? membership) = issue();
        driver.Post(new OwnedCall(driver, now => sink.HandleIssued(outcome, membership, now)));
    });
}

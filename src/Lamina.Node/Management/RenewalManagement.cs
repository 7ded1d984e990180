using Lamina.Core;
using Lamina.Ipc.Irm;
using Lamina.Ipc.Renewing;
using Lamina.Security.Tickets;
using Lamina.Security.Tickets.Claims;

namespace Lamina.Node.Management;

/// <summary>Credentials that are renewed over the layers that they are for: asked for, and given.</summary>
public sealed class RenewalManagement
{
    private readonly ManagementCalls _calls;
    private readonly IpcResourceManager _irm;
    private readonly Dictionary<Name, RenewalDesk> _desks = [];

    internal RenewalManagement(ManagementCalls calls, IpcResourceManager irm)
    {
        _calls = calls;
        _irm = irm;
    }

    /// <summary>Stands behind a name, where this stack issues; whoever calls registers it in the layer.</summary>
    public Task<Outcome> ServeAsync(Name name, Name layer) => _calls.InvokeAsync(_ =>
    {
        if (_desks.ContainsKey(name) || _irm.Invitations is not { } issuer)
        {
            return Outcome.Ok;
        }

        var desk = new RenewalDesk(_irm.Context, layer, issuer);
        Outcome outcome = _irm.Bind(name, desk);
        if (outcome.IsOk)
        {
            _desks.Add(name, desk);
        }

        return outcome;
    });

    /// <summary>Asks an issuer of the layer.</summary>
    public Task<(Outcome Outcome, Welcome? Welcome)> AskAsync(Name layer, RenewalRequest request) => _calls.InvokeAsync<(Outcome, Welcome?)>(
        (complete, now) => RenewalAsk.Start(_irm.ServiceFor("renewal of credentials"), layer, request, new ClaimCall(complete), now));
}

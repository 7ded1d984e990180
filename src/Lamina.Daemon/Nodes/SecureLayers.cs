using Lamina.Core;
using Lamina.Daemon.Authorities;
using Lamina.Daemon.Control;
using Lamina.Daemon.Logging;
using Lamina.Ipc;
using Lamina.Ipc.Unicast;
using Lamina.Node.Management;
using Microsoft.Extensions.Logging;

namespace Lamina.Daemon.Nodes;

/// <summary>Members of secure layers, from what the stack's state directory has.</summary>
/// <param name="stack">The stack's name.</param>
/// <param name="ipcps">Its IPC processes.</param>
/// <param name="keyring">Its credentials; null: it keeps nothing on disk, and so has none.</param>
/// <param name="log">Where a new authority is said.</param>
internal sealed class SecureLayers(string stack, IpcpManagement ipcps, LayerKeyring? keyring, ILogger log)
{
    private const string NoDisk = "LAMINA_STATE_DIR=DIRECTORY lamina daemon; for a lab: --insecure";

    /// <summary>Makes a process the first member of a layer. A new authority is said with the outcome.</summary>
    public async Task<Outcome> BootstrapAsync(string name, UnicastParameters parameters)
    {
        if (parameters.IsInsecure)
        {
            return await ipcps.BootstrapUnicastAsync(name, parameters);
        }

        if (keyring is null)
        {
            return Outcome.Denied($"{name} cannot begin a secure layer: this stack keeps nothing on disk, so nobody would know the layer's authority again", NoDisk);
        }

        // What the member would refuse anyway is refused before an authority is made for it.
        if ((await ipcps.ListAsync()).FirstOrDefault(info => info.Name == name) is { Layer: { } layer })
        {
            return Outcome.Failed($"cannot bootstrap {name}: {name} is a member of layer '{layer}' already", "use another IPC process");
        }

        Answer<BegunLayer> begun = keyring.Begin(parameters.Layer);
        if (!begun.IsOk)
        {
            return begun.Outcome with { Message = $"cannot bootstrap {name}: {begun.Outcome.Message}" };
        }

        Outcome outcome = await ipcps.BootstrapUnicastAsync(name, parameters with { Security = begun.Value.Security });
        (string root, bool isNew) = (begun.Value.Root, begun.Value.IsNew);
        if (isNew)
        {
            log.AuthorityMade(stack, parameters.Layer.Value, root);
        }

        return outcome.IsOk
            ? outcome with { Message = $"layer '{parameters.Layer}' is secure{(isNew ? ", and this node is its authority" : "")}: root {root}" }
            : outcome;
    }

    /// <summary>What a joiner proves itself with; null where it asked for an insecure layer.</summary>
    public Answer<EnrolmentParameters> Read(string name, Name destination, EnrolRequest request)
    {
        EnrolmentParameters parameters = new(destination) { IsInsecure = request.Insecure, IsRouter = request.Router };
        if (request.Insecure)
        {
            return request.Credential is null
                ? parameters
                : Outcome.Usage("a layer is insecure, or takes a credential, not both", "leave one of the two out");
        }

        Name layer = default;
        if (request.Layer is not null && !Name.TryParse(request.Layer, out layer))
        {
            return Outcome.Usage($"'{request.Layer}' is not a name for a layer");
        }

        Name? wanted = request.Layer is null ? null : layer;
        if (keyring is null)
        {
            return Outcome.Denied(
                $"{name} has no credential for the layer of '{destination}': this stack keeps nothing on disk", $"lamina join TICKET, with {NoDisk}");
        }

        if (request.Credential is { } brought)
        {
            Answer<Security.Credentials.Membership> installed = keyring.Install(brought, wanted);
            if (!installed.IsOk)
            {
                return installed.Outcome with { Message = $"cannot enrol {name}: {installed.Outcome.Message}" };
            }

            wanted = installed.Value.Layer;
        }

        Answer<LayerSecurity> found = keyring.Find(destination, wanted);
        return found.IsOk
            ? parameters with { Security = found.Value }
            : found.Outcome with { Message = $"cannot enrol {name}: {found.Outcome.Message}" };
    }
}

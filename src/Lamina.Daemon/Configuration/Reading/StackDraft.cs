using Lamina.Daemon.Configuration.Steps;
using Lamina.Node.Access;

namespace Lamina.Daemon.Configuration.Reading;

/// <summary>A stack as a file describes it, before its parts are compared with each other.</summary>
internal sealed class StackDraft
{
    public string? Name { get; set; }

    public AccessPolicy? Access { get; set; }

    public List<NameStep> Names { get; } = [];

    public List<IpcpDraft> Ipcps { get; } = [];

    public List<ConnectStep> Connections { get; } = [];

    public List<BindStep> Bindings { get; } = [];

    public List<RegistrationDraft> Registrations { get; } = [];

    public IpcpDraft? Find(string ipcp) => Ipcps.Find(draft => draft.Name == ipcp);

    public IEnumerable<IpcpDraft> MembersOf(string layer) => Ipcps.Where(ipcp => ipcp.Layer == layer);
}

using Lamina.Core;
using Lamina.Ipc;
using Lamina.Ipc.Irm;

namespace Lamina.Node.Management;

/// <summary>IPC processes of a stack.</summary>
public sealed class IpcpManagement
{
    private readonly ManagementCalls _calls;
    private readonly IpcResourceManager _irm;
    private readonly IpcProcessFactory _factory;

    // Bearers exist only in a layer: until they are bootstrapped there is a name and a kind.
    private readonly Dictionary<string, IpcProcessKind> _created = [];

    internal IpcpManagement(ManagementCalls calls, IpcResourceManager irm, IpcProcessFactory factory)
    {
        _calls = calls;
        _irm = irm;
        _factory = factory;
    }

    /// <summary>All IPC processes, those in no layer included.</summary>
    public Task<IReadOnlyList<IpcpInfo>> ListAsync() => _calls.InvokeAsync<IReadOnlyList<IpcpInfo>>(_ =>
    [
        .. _irm.Processes.All.Select(process =>
            new IpcpInfo(process.Name, process.Kind, process.Layer, process.IsInsecure, process.FlowCount)),
        .. _created.Select(created => new IpcpInfo(created.Key, created.Value, null, false, 0)),
    ]);

    /// <summary>Makes an IPC process, in no layer yet.</summary>
    public Task<Outcome> CreateAsync(string name, IpcProcessKind kind) => _calls.InvokeAsync(_ =>
    {
        if (!Name.TryParse(name, out Name _))
            return Outcome.Usage($"'{name}' is not a name for an IPC process");
        if (_created.ContainsKey(name) || _irm.Processes.Find(name) is not null)
            return Outcome.Usage($"this stack already has an IPC process '{name}'", "choose another name");
        _created.Add(name, kind);
        return Outcome.Ok;
    });

    /// <summary>Makes a created process of kind local the member of a layer inside this stack.</summary>
    public Task<Outcome> BootstrapLocalAsync(string name, string layer) =>
        _calls.InvokeAsync(_ => Bootstrap(name, IpcProcessKind.Local, () => _factory.Local(name, layer)));

    /// <summary>Ends an IPC process, with its flows, registrations and bindings.</summary>
    public Task<Outcome> DestroyAsync(string name) =>
        _calls.InvokeAsync(now => _created.Remove(name) ? Outcome.Ok : _irm.Destroy(name, now));

    private Outcome Bootstrap(string name, IpcProcessKind kind, Func<IpcProcess> make)
    {
        if (!_created.TryGetValue(name, out IpcProcessKind created))
        {
            return _irm.Processes.Find(name) is { Layer: { } layer }
                ? Outcome.Usage($"IPC process '{name}' is a member of layer '{layer}' already")
                : Outcome.NotFound($"this stack has no IPC process '{name}'", "'lamina ipcp create' makes one");
        }

        if (created != kind)
            return Outcome.Usage($"IPC process '{name}' is of kind {created.ToString().ToLowerInvariant()}");
        Outcome outcome = _irm.Add(make());
        if (outcome.IsOk)
            _created.Remove(name);
        return outcome;
    }
}

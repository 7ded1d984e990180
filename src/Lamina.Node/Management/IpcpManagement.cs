using System.Net.Sockets;
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
    private readonly StackPorts _ports;

    // Bearers exist only in a layer: until they are bootstrapped there is a name and a kind.
    private readonly Dictionary<string, IpcProcessKind> _created = [];

    internal IpcpManagement(ManagementCalls calls, IpcResourceManager irm, IpcProcessFactory factory, StackPorts ports)
    {
        _calls = calls;
        _irm = irm;
        _factory = factory;
        _ports = ports;
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

    /// <summary>Binds a created process of kind udp to its port, and makes it a member of a udp layer.</summary>
    public Task<Outcome> BootstrapUdpAsync(string name, UdpParameters parameters) =>
        _calls.InvokeAsync(_ => Bootstrap(name, IpcProcessKind.Udp, () => _factory.Udp(name, parameters)));

    /// <summary>Where the ports of this stack are bound, those that the system chose included.</summary>
    public Task<IReadOnlyList<PortInfo>> ListPortsAsync() => _calls.InvokeAsync<IReadOnlyList<PortInfo>>(_ =>
        [.. _ports.All.Select(port => new PortInfo(port.Local.ToIPEndPoint(), port.Counters))]);

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
        try
        {
            Outcome outcome = _irm.Add(make());
            if (outcome.IsOk)
                _created.Remove(name);
            return outcome;
        }
        catch (SocketException failure)
        {
            return Outcome.Failed($"IPC process '{name}' cannot bind its port: {failure.Message}", "is another process bound to it?");
        }
    }
}

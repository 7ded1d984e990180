using Lamina.Core;
using Lamina.Daemon.Control;
using Lamina.Daemon.Joining;
using Lamina.Ipc;
using Lamina.Ipc.Udp.Impairment;
using Lamina.Ipc.Unicast;
using Lamina.Ipc.Unicast.Adjacencies;
using Lamina.Node.Management;
using Lamina.Protocols.Routing;
using Lamina.Security.Tickets;
using Lamina.Security.Tickets.Claims;

namespace Lamina.Daemon.Nodes;

/// <summary>IPC processes of a node.</summary>
internal sealed class NodeIpcps(StackManagement management, SecureLayers secure, NodeJoining joining)
{
    private IpcpManagement Ipcps => management.Ipcps;

    public static string TypeOf(IpcProcessKind kind) => kind.ToString().ToLowerInvariant();

    public async ValueTask<IReadOnlyList<IpcpEntry>> ListAsync() =>
    [
        .. (await Ipcps.ListAsync()).Select(info => new IpcpEntry(
            info.Name, TypeOf(info.Kind), info.Layer, StateOf(info), info.IsInsecure, info.FlowCount)
        {
            Impairment = info.Impairment?.ToString(),
            Secure = info.IsSecure ? true : null,
        }),
    ];

    public async ValueTask<Outcome> CreateAsync(CreateRequest request) => TryKindOf(request.Type, out IpcProcessKind kind)
        ? await Ipcps.CreateAsync(request.Name, kind)
        : UnknownType(request.Type);

    public async ValueTask<Outcome> BootstrapAsync(string name, BootstrapRequest request, CancellationToken cancel)
    {
        if (!Name.TryParse(request.Layer, out _))
        {
            return Outcome.Usage($"'{request.Layer}' is not a name for a layer");
        }

        // What is wrong with the settings is said before a process is made for them.
        Answer<LayerSettings> settings = await LayerSettings.ReadAsync(request, cancel);
        return !settings.IsOk ? settings.Outcome : await WithProcessAsync(name, request.Type, request.Autobind, request.Layer, kind => kind switch
        {
            IpcProcessKind.Local => Ipcps.BootstrapLocalAsync(name, request.Layer),
            IpcProcessKind.Udp => settings.Value.Udp is { } udp
                ? Ipcps.BootstrapUdpAsync(name, udp)
                : Task.FromResult(Outcome.Usage("a udp layer needs its local IP address", "--ip ADDR")),
            _ => secure.BootstrapAsync(name, settings.Value.Unicast),
        }, cancel);
    }

    public async ValueTask<Outcome> EnrolAsync(string name, EnrolRequest request, CancellationToken cancel)
    {
        if (!Name.TryParse(request.Destination, out Name destination))
        {
            return Outcome.Usage($"'{request.Destination}' is not a name");
        }

        if (request.Ticket is not null)
        {
            return await EnrolByTicketAsync(name, destination, request, request.Ticket, cancel);
        }

        Answer<EnrolmentParameters> parameters = secure.Read(name, destination, request);
        return !parameters.IsOk ? parameters.Outcome : await WithProcessAsync(name, request.Type, request.Autobind, null, kind => kind == IpcProcessKind.Unicast
            ? Ipcps.EnrolAsync(name, parameters.Value, cancel)
            : Task.FromResult(Outcome.Usage($"a process of type {TypeOf(kind)} cannot enrol", $"lamina ipcp bootstrap {name} --layer LAYER")), cancel);
    }

    /// <summary>With a credential that the ticket gives first.</summary>
    private async ValueTask<Outcome> EnrolByTicketAsync(string name, Name destination, EnrolRequest request, string text, CancellationToken cancel)
    {
        Answer<Ticket> ticket = joining.Read(text);
        if (!ticket.IsOk || request.Insecure || request.Credential is not null)
        {
            return ticket.IsOk ? Outcome.Usage("a layer is insecure, or takes a credential, or a ticket", "one of the three") : ticket.Outcome;
        }

        return await WithProcessAsync(name, request.Type, request.Autobind, null, async kind =>
        {
            if (kind != IpcProcessKind.Unicast)
            {
                return Outcome.Usage($"a process of type {TypeOf(kind)} cannot enrol", $"lamina ipcp bootstrap {name} --layer LAYER");
            }

            Answer<Welcome> welcome = await joining.ClaimAsync(name, destination, ticket.Value, cancel);
            Answer<EnrolmentParameters> parameters = welcome.IsOk
                ? secure.Read(name, destination, request with { Layer = ticket.Value.Layer.Value })
                : welcome.Outcome;
            return parameters.IsOk ? await Ipcps.EnrolAsync(name, parameters.Value, cancel) : parameters.Outcome;
        }, cancel);
    }

    public async ValueTask<Outcome> ConnectAsync(string name, ConnectRequest request, CancellationToken cancel)
    {
        if (request.Qos is not null and not "raw")
        {
            return Outcome.Usage($"--qos {request.Qos} cannot be used yet: adjacencies are raw flows");
        }

        LinkWeights weights = default;
        if (request.Weight is { } text && !LinkWeights.TryParse(text, out weights))
        {
            return Outcome.Usage($"'{text}' is no weight of a link", "--weight N[,video=N][,voice=N], each from 1 to 65535");
        }

        ulong capacity = 0;
        if (request.Capacity is { } rate && Rates.Read(rate, out capacity) is { IsOk: false } noRate)
        {
            return noRate;
        }

        return Examine(request, out Name destination, out ConnectionComponents components) is { IsOk: false } refusal
            ? refusal
            : await Ipcps.ConnectAsync(name, destination, components, request.Weight is null ? null : weights, request.Capacity is null ? null : capacity, cancel);
    }

    public async ValueTask<Outcome> DisconnectAsync(string name, ConnectRequest request) =>
        Examine(request, out Name destination, out ConnectionComponents components) is { IsOk: false } refusal
            ? refusal
            : await Ipcps.DisconnectAsync(name, destination, components);

    public async ValueTask<Outcome> RestartAsync(string name) => await Ipcps.RestartAsync(name);

    public async ValueTask<Outcome> ImpairAsync(string name, ImpairRequest request)
    {
        PortImpairment? impairment = null;
        return request.Impairment != "off" && ImpairmentText.Parse(request.Impairment, out impairment) is { IsOk: false } mistakes
            ? mistakes
            : await Ipcps.ImpairAsync(name, impairment);
    }

    private static string StateOf(IpcpInfo info) => info.Layer is not null ? "operational" : info.IsRestarting ? "restarting" : "created";

    /// <summary>
    /// Makes the process where a type says so, and takes it back when what follows fails or the caller has gone meanwhile; binds it
    /// when it succeeds.
    /// </summary>
    private async ValueTask<Outcome> WithProcessAsync(
        string name, string? type, bool autobind, string? layer, Func<IpcProcessKind, Task<Outcome>> enter, CancellationToken cancel)
    {
        IpcpInfo? existing = (await Ipcps.ListAsync()).FirstOrDefault(info => info.Name == name);
        bool isNew = existing is null && type is not null;
        if (isNew && await CreateAsync(new CreateRequest(name, type!)) is { IsOk: false } refused)
        {
            return refused;
        }

        if (existing is null && type is null)
        {
            return Outcome.NotFound($"this stack has no IPC process '{name}'", $"give --type, or lamina ipcp create {name} --type TYPE");
        }

        if (existing is not null && type is not null && TypeOf(existing.Kind) != type)
        {
            return Outcome.Usage($"{name} exists and is of type {TypeOf(existing.Kind)}, not {type}");
        }

        TryKindOf(type ?? TypeOf(existing!.Kind), out IpcProcessKind kind);
        Outcome outcome = await enter(kind);
        if (outcome.IsOk && isNew && cancel.IsCancellationRequested)
        {
            outcome = Outcome.Failed($"'{name}' was given up: its caller has gone");
        }

        if (!outcome.IsOk)
        {
            if (isNew)
            {
                await Ipcps.DestroyAsync(name);
            }

            return outcome;
        }

        return autobind && await AutobindAsync(name, layer) is { IsOk: false } unbound ? unbound : outcome;
    }

    /// <summary>Its own name and the layer's: so others enrol by either.</summary>
    private async ValueTask<Outcome> AutobindAsync(string name, string? layer)
    {
        layer ??= (await Ipcps.ListAsync()).FirstOrDefault(info => info.Name == name)?.Layer;
        Outcome own = await management.Names.BindIpcpAsync(Name.Parse(name), name);
        return !own.IsOk || layer is null ? own : await management.Names.BindIpcpAsync(Name.Parse(layer), name);
    }

    private static Outcome Examine(ConnectRequest request, out Name destination, out ConnectionComponents components)
    {
        components = request.Component switch
        {
            "dt" => ConnectionComponents.DataTransfer,
            "mgmt" => ConnectionComponents.Management,
            "all" => ConnectionComponents.All,
            _ => ConnectionComponents.None,
        };
        return !Name.TryParse(request.Destination, out destination) ? Outcome.Usage($"'{request.Destination}' is not a name")
            : components == ConnectionComponents.None ? Outcome.Usage($"'{request.Component}' is no component", "dt, mgmt or all")
            : Outcome.Ok;
    }

    private static bool TryKindOf(string type, out IpcProcessKind kind) =>
        Enum.TryParse(type, ignoreCase: true, out kind) && TypeOf(kind) == type;

    private static Outcome UnknownType(string type) =>
        Outcome.Usage($"there is no type '{type}'", string.Join(", ", Enum.GetValues<IpcProcessKind>().Select(TypeOf)));
}

using System.Net.Sockets;
using Lamina.Bearers.Linux;
using Lamina.Core;
using Lamina.Ipc;
using Lamina.Ipc.Irm;
using Lamina.Ipc.Udp;
using Lamina.Ipc.Udp.Impairment;
using Lamina.Ipc.Unicast;
using Lamina.Ipc.Unicast.Adjacencies;
using Lamina.Ipc.Unicast.Enrolment.Claiming;
using Lamina.Protocols.Routing;
using Lamina.Security.Credentials;
using Lamina.Security.Handshake;
using Lamina.Security.Tickets.Claims;

namespace Lamina.Node.Management;

/// <summary>IPC processes of a stack.</summary>
public sealed class IpcpManagement
{
    // Longer than enrolment takes to give up by itself (20 s): its own reason says more.
    private static readonly Duration Patience = Duration.FromSeconds(30);

    // A restart says itself what is missing after 30 s.
    private static readonly Duration RestartPatience = Duration.FromSeconds(40);

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

    /// <summary>Bearers that are in no layer yet. Only inside.</summary>
    internal IEnumerable<string> CreatedNames => _created.Keys;

    /// <summary>Their kinds. Only inside.</summary>
    internal IEnumerable<IpcProcessKind> CreatedKinds => _created.Values;

    /// <summary>All IPC processes, those in no layer included.</summary>
    public Task<IReadOnlyList<IpcpInfo>> ListAsync() => _calls.InvokeAsync<IReadOnlyList<IpcpInfo>>(_ =>
    [
        .. _irm.Processes.All.Select(process =>
            new IpcpInfo(process.Name, process.Kind, process.Layer, process.IsInsecure, process.FlowCount)
            {
                IsSecure = process.Security is not null,
                IsRestarting = _irm.IsRestarting(process),
                Impairment = ((process as UdpIpcProcess)?.Port as ImpairedPort)?.Impairment,
            }),
        .. _created.Select(created => new IpcpInfo(created.Key, created.Value, null, false, 0)),
    ]);

    /// <summary>Makes an IPC process, in no layer yet.</summary>
    public Task<Outcome> CreateAsync(string name, IpcProcessKind kind) => _calls.InvokeAsync(_ =>
    {
        if (!Name.TryParse(name, out Name _))
        {
            return Outcome.Usage($"'{name}' is not a name for an IPC process");
        }

        if (_created.ContainsKey(name) || _irm.Processes.Find(name) is not null)
        {
            return Outcome.Usage($"this stack already has an IPC process '{name}'", "choose another name");
        }

        if (kind == IpcProcessKind.Unicast)
        {
            return _irm.Add(_factory.Unicast(name));
        }

        _created.Add(name, kind);
        return Outcome.Ok;
    });

    /// <summary>Makes a created process of kind local the member of a layer inside this stack.</summary>
    public Task<Outcome> BootstrapLocalAsync(string name, string layer) =>
        _calls.InvokeAsync(_ => Bootstrap(name, IpcProcessKind.Local, () => _factory.Local(name, layer)));

    /// <summary>Binds a created process of kind udp to its port, and makes it a member of a udp layer.</summary>
    public Task<Outcome> BootstrapUdpAsync(string name, UdpParameters parameters) =>
        _calls.InvokeAsync(now => _ports.Examine(parameters.Technology) is { IsOk: false } unknown
            ? unknown
            : Bootstrap(name, IpcProcessKind.Udp, () => _factory.Udp(name, parameters, now)));

    /// <summary>Makes the port of a process of kind udp worse on purpose, from now on.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="impairment">How; null: no more.</param>
    public Task<Outcome> ImpairAsync(string name, PortImpairment? impairment) => _calls.InvokeAsync(now =>
    {
        if (_irm.Processes.Find(name) is UdpIpcProcess { Port: ImpairedPort port })
        {
            port.Set(impairment, now);
            return Outcome.Ok;
        }

        return _created.ContainsKey(name) ? Outcome.Failed($"IPC process '{name}' has no port yet", $"lamina ipcp bootstrap {name} --layer LAYER --ip ADDR")
            : _irm.Processes.Find(name) is null ? Outcome.NotFound($"this stack has no IPC process '{name}'", "lamina ipcp list")
            : Outcome.Usage($"IPC process '{name}' has no port: only those of kind udp can be impaired", "lamina ipcp list --type udp");
    });

    /// <summary>Makes a created process of kind unicast the first member of a layer.</summary>
    public Task<Outcome> BootstrapUnicastAsync(string name, UnicastParameters parameters) =>
        RunAsync(name, (process, sink, now) => process.Bootstrap(parameters, sink, now), "bootstrap");

    /// <summary>Lets every member that proves itself with these credentials have what is known of its layer now.</summary>
    /// <param name="credentials">Theirs.</param>
    /// <param name="chain">What is shown.</param>
    /// <param name="known">Roots and revocations. Lists that the credentials have in a newer form stay.</param>
    public Task<Outcome> RenewCredentialsAsync(LayerCredentials credentials, CredentialChain chain, LayerTrust known) => _calls.InvokeAsync(now =>
    {
        credentials.Trust = credentials.Trust.Revocations.Aggregate(known, (trust, list) => trust.With(list));
        if (chain.Member.Serial != credentials.Chain.Member.Serial)
        {
            credentials.Show(chain);
        }

        foreach (IpcProcess process in _irm.Processes.All.Where(process => process.Security?.Credentials == credentials).ToArray())
        {
            process.HandleCredentials(now);
        }

        return Outcome.Ok;
    });

    /// <summary>Joins a layer through a member. Cancelled, it is taken back as if it had failed.</summary>
    public Task<Outcome> EnrolAsync(string name, EnrolmentParameters parameters, CancellationToken cancel = default) =>
        RunAsync(name, (process, sink, now) => process.Enrol(parameters, sink, now), "enrolment", cancel);

    /// <summary>Comes with a ticket to a member, for a credential. Cancelled, it is given up; a use of the ticket may be counted all the same.</summary>
    public async Task<(Outcome Outcome, Welcome? Welcome)> ClaimAsync(string name, ClaimParameters parameters, CancellationToken cancel = default)
    {
        ClaimCall? call = null;
        Task<(Outcome, Welcome?)> claim = _calls.InvokeAsync<(Outcome, Welcome?)>((complete, now) =>
        {
            if (_irm.Processes.Find(name) is not UnicastIpcProcess process)
            {
                complete((NotUnicast(name), null));
                return;
            }

            call = new ClaimCall(complete);
            process.Claim(parameters, call, now);
        });
        // Posted after the start, so it runs after it.
        using CancellationTokenRegistration registration = cancel.Register(() => _calls.InvokeAsync(now =>
        {
            if (call is not null)
            {
                (_irm.Processes.Find(name) as UnicastIpcProcess)?.GiveUp(call, now);
            }

            return Outcome.Ok;
        }));
        return await claim.ConfigureAwait(false);
    }

    /// <summary>All processes of kind udp that are in a layer.</summary>
    public Task<IReadOnlyList<BearerInfo>> ListBearersAsync() => _calls.InvokeAsync<IReadOnlyList<BearerInfo>>(_ =>
        [.. _irm.Processes.All.OfType<UdpIpcProcess>().Select(udp => new BearerInfo(udp.Name, udp.Layer!, udp.Local.ToIPEndPoint()))]);

    /// <summary>Tells a process of kind udp of peers that it is to ask for names.</summary>
    /// <returns>Those that it did not know.</returns>
    public Task<IReadOnlyList<UdpEndpoint>> AddPeersAsync(string name, IReadOnlyList<UdpEndpoint> peers) =>
        _calls.InvokeAsync(_ => (_irm.Processes.Find(name) as UdpIpcProcess)?.AddPeers(peers) ?? []);

    /// <summary>Takes that back.</summary>
    public Task<Outcome> RemovePeersAsync(string name, IReadOnlyList<UdpEndpoint> peers) => _calls.InvokeAsync(_ =>
    {
        (_irm.Processes.Find(name) as UdpIpcProcess)?.RemovePeers(peers);
        return Outcome.Ok;
    });

    /// <summary>
    /// Makes an adjacency with a member, and keeps it. Weights of null: 1, or what was said before. Cancelled before it is there,
    /// it is taken back as if it had failed.
    /// </summary>
    public Task<Outcome> ConnectAsync(
        string name, Name destination, ConnectionComponents components, LinkWeights? weights = null, ulong? capacity = null,
        CancellationToken cancel = default) =>
        RunAsync(name, (process, sink, now) => process.Connect(destination, components, weights, sink, now, capacity), "connect", cancel);

    /// <summary>Ends an adjacency that this side made.</summary>
    public Task<Outcome> DisconnectAsync(string name, Name destination, ConnectionComponents components) =>
        RunAsync(name, (process, sink, now) => process.Disconnect(destination, components, sink, now), "disconnect");

    /// <summary>Asks the peers of a process of kind udp whether they are there, and waits for their answers; any other kind has none.</summary>
    public Task<Outcome> AskPeersAsync(string name) => _calls.InvokeAsync(
        (sink, now) =>
        {
            if (_irm.Processes.Find(name) is UdpIpcProcess udp)
            {
                udp.AskPeers(sink, now);
            }
            else
            {
                sink.HandleOutcome(Outcome.Ok, now);
            }
        },
        Patience,
        $"asking the peers of IPC process '{name}'");

    /// <summary>Where the ports of this stack are bound, those that the system chose included.</summary>
    public Task<IReadOnlyList<PortInfo>> ListPortsAsync() => _calls.InvokeAsync<IReadOnlyList<PortInfo>>(_ =>
        [.. _ports.All.Select(open => new PortInfo(open.Port.Local.ToIPEndPoint(), open.Technology, (open.Port as UdpPort)?.Counters))]);

    /// <summary>
    /// Takes an IPC process of kind unicast down as a crash would, and puts another one in its place, under its flows. Ok when flows that
    /// were up are up again; nobody can take it back.
    /// </summary>
    public Task<Outcome> RestartAsync(string name) => _calls.InvokeAsync(
        (sink, now) =>
        {
            if (_created.ContainsKey(name))
            {
                sink.HandleOutcome(Outcome.Failed($"{name} is in no layer", $"lamina ipcp bootstrap {name} --layer LAYER"), now);
            }
            else
            {
                _irm.Restart(name, sink, now);
            }
        },
        RestartPatience,
        $"restart of IPC process '{name}'");

    /// <summary>Ends an IPC process, with its flows, registrations and bindings; when it says so, its port is free.</summary>
    public Task<Outcome> DestroyAsync(string name) => _calls.InvokeAsync<Outcome>((complete, now) =>
    {
        Outcome outcome = _created.Remove(name) ? Outcome.Ok : _irm.Destroy(name, now);
        _ports.Driver.CallAwake(() => complete(outcome));
    });

    private Task<Outcome> RunAsync(
        string name, Action<UnicastIpcProcess, IOutcomeSink, Instant> start, string what, CancellationToken cancel = default) =>
        _calls.InvokeAsync(
            (sink, now) =>
            {
                if (_irm.Processes.Find(name) is UnicastIpcProcess process)
                {
                    start(process, sink, now);
                }
                else
                {
                    sink.HandleOutcome(NotUnicast(name), now);
                }
            },
            (sink, now) => (_irm.Processes.Find(name) as UnicastIpcProcess)?.GiveUp(sink, now),
            Patience,
            $"{what} of IPC process '{name}'",
            cancel);

    private Outcome NotUnicast(string name) => _created.ContainsKey(name) || _irm.Processes.Find(name) is not null
        ? Outcome.Usage($"IPC process '{name}' is not of kind unicast")
        : Outcome.NotFound($"this stack has no IPC process '{name}'", "lamina ipcp list");

    private Outcome Bootstrap(string name, IpcProcessKind kind, Func<IpcProcess> make)
    {
        if (!_created.TryGetValue(name, out IpcProcessKind created))
        {
            return _irm.Processes.Find(name) is { Layer: { } layer }
                ? Outcome.Usage($"IPC process '{name}' is a member of layer '{layer}' already")
                : Outcome.NotFound($"this stack has no IPC process '{name}'", $"lamina ipcp create {name} --type TYPE");
        }

        if (created != kind)
        {
            return Outcome.Usage($"IPC process '{name}' is of kind {created.ToString().ToLowerInvariant()}");
        }

        try
        {
            Outcome outcome = _irm.Add(make());
            if (outcome.IsOk)
            {
                _created.Remove(name);
            }

            return outcome;
        }
        catch (SocketException failure)
        {
            string hint = failure.SocketErrorCode switch
            {
                SocketError.AddressAlreadyInUse => "another process is bound to it: another --port, or --port 0 for any",
                SocketError.AddressNotAvailable => "--ip with an address of this host; `ip address` lists them",
                SocketError.AccessDenied => "--port with a number from 1024 on",
                _ => "",
            };
            return Outcome.Failed($"IPC process '{name}' cannot bind its port: {failure.Message}", hint);
        }
    }
}

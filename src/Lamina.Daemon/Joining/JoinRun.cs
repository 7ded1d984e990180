using System.Net;
using Lamina.Core;
using Lamina.Daemon.Control;
using Lamina.Daemon.Hosting.State;
using Lamina.Ipc;
using Lamina.Ipc.Unicast;
using Lamina.Ipc.Unicast.Adjacencies;
using Lamina.Node.Management;
using Lamina.Security.Tickets;
using Lamina.Security.Tickets.Claims;

namespace Lamina.Daemon.Joining;

/// <summary>One join, step by step: what each has made, and how to take it back.</summary>
internal sealed class JoinRun(StackManagement management, NodeJoining joining, StackState state, Ticket ticket, string name)
{
    private readonly Stack<Func<Task>> _undo = [];
    private string? _madeBearer;

    private string Failure => $"cannot join layer '{ticket.Layer}'";

    public async Task<Answer<JoinReport>> RunAsync(CancellationToken cancel)
    {
        bool hadMembership = joining.HasMembership(ticket.Layer);
        Answer<BearerInfo> bearer = await FindBearerAsync();
        if (!bearer.IsOk)
        {
            return bearer.Outcome;
        }

        if (await management.Ipcps.CreateAsync(name, IpcProcessKind.Unicast) is { IsOk: false } refused)
        {
            return refused;
        }

        _undo.Push(() => management.Ipcps.DestroyAsync(name));
        Answer<Welcome> welcome = await joining.ClaimAsync(name, ticket.Layer, ticket, cancel);
        if (!welcome.IsOk && (!hadMembership || welcome.Outcome.Code == OutcomeCode.Timeout || cancel.IsCancellationRequested))
        {
            return welcome.Outcome;
        }

        Outcome entered = await EnterAsync(welcome.Value?.Member, cancel);
        if (!entered.IsOk || cancel.IsCancellationRequested)
        {
            return entered.IsOk ? Outcome.Failed($"{Failure}: it was given up") : WithCredential(entered);
        }

        return new JoinReport(
            ticket.Layer.Value, name, (welcome.Value?.Member ?? ticket.Layer).Value, bearer.Value.Name, bearer.Value.Local.ToString(), _madeBearer is not null,
            state.Memberships!.Look().First(held => held.Membership.Layer == ticket.Layer).Credential.NotAfter);
    }

    /// <summary>Takes back what was made, the last first. A credential on the disk stays: its use of the ticket is counted.</summary>
    public async Task UndoAsync()
    {
        while (_undo.TryPop(out Func<Task>? step))
        {
            await step();
        }
    }

    private async Task<Outcome> EnterAsync(Name? member, CancellationToken cancel)
    {
        Answer<LayerSecurity> security = state.Keyring!.Find(ticket.Layer, ticket.Layer);
        if (!security.IsOk)
        {
            return security.Outcome;
        }

        var parameters = new EnrolmentParameters(ticket.Layer) { Security = security.Value };
        Outcome outcome = await management.Ipcps.EnrolAsync(name, parameters, cancel);

        // By the member's own name: the layer's will be bound here too, and whoever dials it here reaches himself.
        outcome = outcome.IsOk ? await management.Ipcps.ConnectAsync(name, member ?? ticket.Layer, ConnectionComponents.All, cancel: cancel) : outcome;
        outcome = outcome.IsOk ? await management.Names.BindIpcpAsync(Name.Parse(name), name) : outcome;
        return outcome.IsOk && member is not null ? await management.Names.BindIpcpAsync(ticket.Layer, name) : outcome;
    }

    private Outcome WithCredential(Outcome failure) => failure with
    {
        Message = $"{Failure}: {failure.Message}. The credential is kept",
        Hint = "the same command again: it needs no other ticket",
    };

    private async Task<Answer<BearerInfo>> FindBearerAsync()
    {
        if (ticket.Places.Select(place => (Place: place, Own: OwnPlaces.Towards(place))).FirstOrDefault(way => way.Own is not null) is not { Own: { } own } route)
        {
            return Outcome.Timeout($"{Failure}: this host has no route to {string.Join(" or ", ticket.Places)}", "ip route get ADDRESS");
        }

        IReadOnlyList<BearerInfo> all = await management.Ipcps.ListBearersAsync();
        if (all.FirstOrDefault(one => OwnPlaces.Fits(one.Local, route.Place, own)) is { } known)
        {
            UdpEndpoint[] spoken = [.. ticket.Places.Where(place => place.IsIPv4 || known.Local.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6)];
            IReadOnlyList<UdpEndpoint> added = await management.Ipcps.AddPeersAsync(known.Name, spoken);
            _undo.Push(() => management.Ipcps.RemovePeersAsync(known.Name, added));
            return known;
        }

        return await MakeBearerAsync(own);
    }

    private async Task<Answer<BearerInfo>> MakeBearerAsync(IPAddress own)
    {
        string[] names = [.. (await management.Ipcps.ListAsync()).Select(info => info.Name)];
        string bearer = Enumerable.Range(1, names.Length + 1).Select(number => number == 1 ? "udp" : $"udp.{number}").First(free => !names.Contains(free));
        Outcome outcome = await management.Ipcps.CreateAsync(bearer, IpcProcessKind.Udp);
        if (!outcome.IsOk)
        {
            return outcome;
        }

        _madeBearer = bearer;
        _undo.Push(() => management.Ipcps.DestroyAsync(bearer));
        UdpPlace[] peers = [.. ticket.Places.Where(place => place.IsIPv4 == (own.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork)).Select(place => (UdpPlace)place.ToIPEndPoint())];

        // The default port may be somebody's: another stack of this host.
        foreach (int port in (int[])[UdpParameters.DefaultPort, 0])
        {
            outcome = await management.Ipcps.BootstrapUdpAsync(
                bearer, new UdpParameters("ip", new IPEndPoint(own, port)) { Peers = peers, MemberPort = UdpParameters.DefaultPort });
            if (outcome.IsOk)
            {
                return (await management.Ipcps.ListBearersAsync()).First(one => one.Name == bearer);
            }
        }

        return outcome;
    }
}

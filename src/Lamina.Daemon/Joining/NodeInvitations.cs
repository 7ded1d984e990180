using Lamina.Core;
using Lamina.Daemon.Authorities;
using Lamina.Daemon.Control;
using Lamina.Daemon.Hosting.State;
using Lamina.Ipc;
using Lamina.Node.Management;
using Lamina.Security.Credentials;
using Lamina.Security.Tickets;

namespace Lamina.Daemon.Joining;

/// <summary>Gives out tickets, and sees to it that who comes with one finds a member.</summary>
internal sealed class NodeInvitations(StackManagement management, StackState? state)
{
    private const int MaxUses = 1000;

    private static readonly TimeSpan DefaultLife = TimeSpan.FromDays(1);
    private static readonly TimeSpan MaxLife = TimeSpan.FromDays(365);
    private static readonly TimeSpan LeastCredential = TimeSpan.FromMinutes(1);

    public async Task<Answer<TicketReport>> InviteAsync(InviteRequest request, CancellationToken cancel)
    {
        if (!Name.TryParse(request.Layer, out Name layer))
        {
            return Outcome.Usage($"'{request.Layer}' is not a name for a layer");
        }

        Answer<InvitationGrant> grant = ReadGrant(request, out TimeSpan life);
        if (!grant.IsOk)
        {
            return grant.Outcome;
        }

        if (state?.Inviter is not { } inviter)
        {
            return Outcome.Denied("this stack keeps nothing on disk, and so has no credential to invite with", "LAMINA_STATE_DIR=DIRECTORY lamina daemon");
        }

        Answer<string> member = await FindMemberAsync(request.Layer);
        if (!member.IsOk || inviter.Examine(layer) is { IsOk: false })
        {
            return member.IsOk ? inviter.Examine(layer) : member.Outcome;
        }

        IReadOnlyList<BearerInfo> bearers = await management.Ipcps.ListBearersAsync();
        UdpEndpoint[] places = [.. bearers.SelectMany(bearer => OwnPlaces.Of(bearer.Local)).Distinct().Take(Ticket.MaxPlaces)];
        if (places.Length == 0)
        {
            return Outcome.Failed(
                $"nobody could come to layer '{layer}' from outside: this stack has no udp bearer", "lamina ipcp bootstrap udp --type udp --layer ip --ip ADDR");
        }

        Outcome published = await PublishAsync(layer, member.Value, [.. bearers.Select(bearer => bearer.Name)], cancel);
        if (!published.IsOk)
        {
            return published with { Message = $"cannot make layer '{layer}' known for who comes: {published.Message}" };
        }

        Answer<Ticket> ticket = inviter.Invite(layer, request.Uses, life, grant.Value, places);
        return !ticket.IsOk ? ticket.Outcome : new TicketReport(
            ticket.Value.ToString(), layer.Value, Inviter.Text(ticket.Value.Number), request.Uses, ticket.Value.NotAfter, [.. places.Select(place => place.ToString())])
        {
            Warning = places.All(place => System.Net.IPAddress.IsLoopback(place.ToIPEndPoint().Address))
                ? "this ticket leads to the loopback interface: it is good on this host alone"
                : null,
        };
    }

    public Answer<InvitationList> List()
    {
        if (state?.Inviter is not { } inviter)
        {
            return new InvitationList([]);
        }

        Answer<InvitationBook> book = inviter.Look();
        DateTimeOffset now = DateTimeOffset.UtcNow;
        return book.IsOk ? new InvitationList([.. book.Value.All.Select(one => Describe(one, now))]) : book.Outcome;
    }

    public Outcome Cancel(string text) =>
        state?.Inviter is not { } inviter ? Outcome.NotFound($"there is no invitation {text}")
        : uint.TryParse(text, System.Globalization.NumberStyles.AllowHexSpecifier, System.Globalization.CultureInfo.InvariantCulture, out uint number) ? inviter.Cancel(number)
        : Outcome.Usage($"'{text}' is no number of an invitation", "lamina invite LAYER --list");

    private static InvitationEntry Describe(Invitation one, DateTimeOffset now) => new(
        one.Layer.Value, Inviter.Text(one.Number), one.Left == 0 ? "usedUp" : now >= one.NotAfter ? "expired" : "open", one.Uses, one.Left, one.NotAfter,
        [.. one.UsedBy.Select(node => node.ToString())]);

    private static Answer<InvitationGrant> ReadGrant(InviteRequest request, out TimeSpan life)
    {
        life = request.ExpiresInSeconds is { } seconds ? TimeSpan.FromSeconds(Math.Clamp(seconds, 0, int.MaxValue)) : DefaultLife;
        TimeSpan credential = request.CredentialSeconds is { } valid ? TimeSpan.FromSeconds(Math.Clamp(valid, 0, int.MaxValue)) : IssueTerms.DefaultLifetime;
        if (request.Uses is < 1 or > MaxUses)
        {
            return Outcome.Usage($"a ticket is for 1 to {MaxUses} nodes, not {request.Uses}");
        }

        if (life <= TimeSpan.Zero || life > MaxLife)
        {
            return Outcome.Usage("a ticket is valid for a second at least, and a year at most", "--expires 12h");
        }

        if (credential < LeastCredential)
        {
            return Outcome.Usage("a credential is valid for a minute at least");
        }

        return (request.Names ?? []).FirstOrDefault(name => !Name.TryParse(name, out _)) is { } wrong ? Outcome.Usage($"'{wrong}' is not a name")
            : request.Names is { Count: > CredentialTerms.MaxNames } ? Outcome.Usage($"a credential lists {CredentialTerms.MaxNames} names at most")
            : new InvitationGrant(Rights.Member | Rights.Router, request.Names is { Count: > 0 } ? request.Names : null, credential);
    }

    private async Task<Answer<string>> FindMemberAsync(string layer)
    {
        IReadOnlyList<IpcpInfo> all = await management.Ipcps.ListAsync();
        IpcpInfo[] members = [.. all.Where(info => info.Kind == IpcProcessKind.Unicast && info.Layer == layer)];
        string[] known = [.. all.Where(info => info is { Kind: IpcProcessKind.Unicast, Layer: not null, IsInsecure: false }).Select(info => info.Layer!).Distinct()];
        return members.Length == 0
                ? Outcome.NotFound(
                    $"this stack has no member of a layer '{layer}'{(Suggestion.Find(layer, known) is { } near ? $"; did you mean '{near}'?" : "")}",
                    $"lamina ipcp bootstrap IPCP --type unicast --layer {layer} --autobind")
            : members.FirstOrDefault(info => !info.IsInsecure) is { } member ? member.Name
            : Outcome.Denied($"layer '{layer}' is insecure: who knows where it is joins it without a ticket", "lamina ipcp enrol IPCP --type unicast --layer LAYER --insecure, on the other host");
    }

    /// <summary>What `--autobind` and two registrations do: the layer's name for who comes, the member's for who connects.</summary>
    private async Task<Outcome> PublishAsync(Name layer, string member, string[] bearers, CancellationToken cancel)
    {
        foreach (Name name in (Name[])[layer, Name.Parse(member)])
        {
            Outcome bound = await management.Names.BindIpcpAsync(name, member);
            bound = bound.IsOk ? await management.Names.RegisterAsync(name, [], bearers, cancel) : bound;
            if (!bound.IsOk)
            {
                return bound;
            }
        }

        return Outcome.Ok;
    }
}

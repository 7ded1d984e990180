using System.Runtime.Versioning;
using Lamina.Cli.Tests.Logging;
using Lamina.Core;
using Lamina.Daemon.Authorities;
using Lamina.Daemon.Control;
using Lamina.Daemon.Hosting.State;
using Lamina.Security.Credentials;
using Lamina.Security.Identities;
using Lamina.Security.Tickets;

namespace Lamina.Cli.Tests.Security;

/// <summary>What an inviter counts and issues, on the disk, by a clock that jumps.</summary>
[SupportedOSPlatform("linux")]
public sealed class InviterTests : IDisposable
{
    private static readonly Name Net = Name.Parse("net");
    private static readonly UdpEndpoint[] Here = [UdpEndpoint.FromIPv4(0xC0000201, 3435)];

    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("lamina-");
    private readonly SteppedClock _clock = new();
    private readonly List<NodeIdentity> _nodes = [];
    private readonly string _place;

    public InviterTests() => _place = Path.Combine(_root.FullName, "first");

    public void Dispose()
    {
        _nodes.ForEach(node => node.Dispose());
        _root.Delete(recursive: true);
    }

    [Fact]
    public void A_use_counts_once_over_restarts_and_the_same_node_comes_again()
    {
        uint number;
        NodeRequest one = NewNode();
        using (StackState state = Begin())
        {
            number = Invite(state, 1).Number;
            Assert.True(state.Inviter!.Admit(Net, number, one).Outcome.IsOk);
        }

        using StackState again = StackState.Open(_place, _clock);
        Assert.True(again.Inviter!.Admit(Net, number, one).Outcome.IsOk);
        (Outcome refused, Membership? nothing) = again.Inviter.Admit(Net, number, NewNode());
        Assert.Equal(OutcomeCode.Denied, refused.Code);
        Assert.Contains("another one has used it", refused.Message);
        Assert.Null(nothing);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(_place, "invitations.json")));
    }

    [Fact]
    public void Of_many_that_race_for_one_use_one_wins()
    {
        using StackState state = Begin();
        uint number = Invite(state, 1).Number;
        NodeRequest[] all = [.. Enumerable.Range(0, 8).Select(_ => NewNode())];
        bool[] admitted = new bool[all.Length];
        Parallel.For(0, all.Length, i => admitted[i] = state.Inviter!.Admit(Net, number, all[i]).Outcome.IsOk);
        Assert.Equal(1, admitted.Count(one => one));
    }

    [Fact]
    public void A_use_is_on_the_disk_before_a_credential_is_issued()
    {
        using StackState state = Begin();
        uint number = Invite(state, 1).Number;
        NodeRequest one = NewNode();
        string[] keys = Directory.GetFiles(Path.Combine(_place, "authorities"), "*.root", SearchOption.AllDirectories);
        File.Move(Assert.Single(keys), keys[0] + ".away");
        Assert.False(state.Inviter!.Admit(Net, number, one).Outcome.IsOk);
        File.Move(keys[0] + ".away", keys[0]);
        Assert.Contains("another one has used it", state.Inviter.Admit(Net, number, NewNode()).Outcome.Message);
        Assert.True(state.Inviter.Admit(Net, number, one).Outcome.IsOk);
    }

    [Fact]
    public void After_its_date_and_after_it_was_taken_back_nobody_comes()
    {
        using StackState state = Begin();
        uint number = Invite(state, 3).Number;
        _clock.Now = _clock.Now.AddDays(2);
        Outcome late = state.Inviter!.Admit(Net, number, NewNode()).Outcome;
        Assert.Contains("was valid until", late.Message);
        Assert.Contains("the inviter's clock says", late.Message);
        Assert.True(state.Inviter.Cancel(number).IsOk);
        Assert.Null(state.Inviter.Find(Net, number));
        Assert.Equal(OutcomeCode.NotFound, state.Inviter.Cancel(number).Code);
    }

    [Fact]
    public void A_damaged_book_lets_nobody_in()
    {
        uint number;
        using (StackState state = Begin())
        {
            number = Invite(state, 1).Number;
        }

        File.WriteAllText(Path.Combine(_place, "invitations.json"), "{");
        using StackState again = StackState.Open(_place, _clock);
        Assert.Null(again.Inviter!.Find(Net, number));
        Assert.False(again.Inviter.Admit(Net, number, NewNode()).Outcome.IsOk);
        Assert.False(again.Inviter.Invite(Net, 1, TimeSpan.FromDays(1), Grant(), Here).IsOk);
    }

    [Fact]
    public void A_book_that_could_not_be_read_is_not_read_by_who_must_not_wait_for_the_disk()
    {
        string book = Path.Combine(_place, "invitations.json");
        uint number;
        using (StackState state = Begin())
        {
            number = Invite(state, 1).Number;
        }

        byte[] good = File.ReadAllBytes(book);
        File.WriteAllText(book, "{");
        using StackState again = StackState.Open(_place, _clock);
        File.WriteAllBytes(book, good);
        Assert.Null(again.Inviter!.Find(Net, number));
        Assert.True(again.Inviter.Look().IsOk);
        Assert.NotNull(again.Inviter.Find(Net, number));
    }

    [Fact]
    public void An_inviter_by_credential_gives_no_more_than_it_has()
    {
        using StackState authority = Begin();
        using StackState state = StackState.Open(Path.Combine(_root.FullName, "second"), _clock);
        using (LayerAuthority issuing = LayerAuthority.Open(_place, Net, _clock).Value!)
        {
            Membership given = issuing.Issue(NodeRequest.Of(state.Identity), new IssueTerms(Rights.Member | Rights.Invite, ["web", "mail"], TimeSpan.FromDays(30))).Value!;
            Assert.True(state.Keyring!.Install(given.Write(), Net).IsOk);
        }

        NodeRequest node = NewNode();
        uint number = Invite(state, 1).Number;
        Membership membership = state.Inviter!.Admit(Net, number, node).Membership!;
        Assert.NotNull(membership.Chain!.Inviter);
        Assert.True(membership.Examine(node.Node, _clock.Now)!.Value.IsOk);
        Assert.Equal(Rights.Member, membership.Chain.Member.Terms.Rights);
        Assert.Equal(2, membership.Chain.Member.Terms.Names.Count);

        // Who is only a member invites nobody.
        using StackState third = StackState.Open(Path.Combine(_root.FullName, "third"), _clock);
        using LayerAuthority open = LayerAuthority.Open(_place, Net, _clock).Value!;
        Assert.True(third.Keyring!.Install(open.Issue(NodeRequest.Of(third.Identity), new IssueTerms(Rights.Member, null, TimeSpan.FromDays(30))).Value!.Write(), Net).IsOk);
        Outcome refused = third.Inviter!.Invite(Net, 1, TimeSpan.FromDays(1), Grant(), Here).Outcome;
        Assert.Equal(OutcomeCode.Denied, refused.Code);
        Assert.Contains("neither the layer's authority nor an inviter's credential", refused.Message);
    }

    [Fact]
    public void A_credential_is_renewed_in_its_last_third_with_the_same_names_and_never_for_the_revoked()
    {
        using StackState state = Begin();
        NodeRequest node = NewNode();
        Membership first = state.Inviter!.Admit(Net, Invite(state, 1, TimeSpan.FromMinutes(3), "web").Number, node).Membership!;
        var request = new RenewalRequest(first.Chain!, node);
        Assert.Contains("are not over", state.Inviter.Renew(Net, request).Outcome.Message);

        _clock.Now = _clock.Now.AddMinutes(2);
        Membership second = state.Inviter.Renew(Net, request).Membership!;
        Assert.Equal(first.Chain!.Member.Terms.Names, second.Chain!.Member.Terms.Names);
        Assert.Equal(first.Chain.Member.Terms.Lifetime, second.Chain.Member.Terms.Lifetime);
        Assert.Equal(_clock.Now.AddMinutes(3), second.Chain.Member.NotAfter);
        Assert.Equal(RenewalState.Fine, Renewal.Judge(second.Chain.Member, _clock.Now));

        _clock.Now = _clock.Now.AddMinutes(2);
        using (LayerAuthority authority = LayerAuthority.Open(_place, Net, _clock).Value!)
        {
            Assert.True(authority.Revoke(node.Node.ToString()).IsOk);
        }

        Assert.Contains("was revoked", state.Inviter.Renew(Net, new RenewalRequest(second.Chain, node)).Outcome.Message);
    }

    private static InvitationGrant Grant(TimeSpan? life = null, params string[] names) =>
        new(Rights.Member | Rights.Router, names.Length == 0 ? null : names, life ?? TimeSpan.FromDays(365));

    private static Ticket Invite(StackState state, int uses, TimeSpan? life = null, params string[] names)
    {
        Answer<Ticket> ticket = state.Inviter!.Invite(Net, uses, TimeSpan.FromDays(1), Grant(life, names), Here);
        Assert.Equal(Outcome.Ok, ticket.Outcome);
        return ticket.Value!;
    }

    private StackState Begin()
    {
        StackState state = StackState.Open(_place, _clock);
        Assert.True(state.Keyring!.Begin(Net).IsOk);
        return state;
    }

    private NodeRequest NewNode()
    {
        NodeIdentity node = NodeIdentity.New(new SeededRandom((ulong)(1000 + _nodes.Count)), null);
        _nodes.Add(node);
        return NodeRequest.Of(node);
    }
}

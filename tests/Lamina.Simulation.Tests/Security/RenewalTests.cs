using Lamina.Core;
using Lamina.Ipc.Renewing;
using Lamina.Ipc.Unicast;
using Lamina.Security.Credentials;
using Lamina.Security.Handshake;
using Lamina.Security.Identities;

namespace Lamina.Simulation.Tests.Security;

/// <summary>Credentials that are short, and layers that live long.</summary>
public sealed class RenewalTests : IDisposable
{
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(3);

    private readonly SecureLab _lab = new(11, 3);
    private readonly NodeIdentity _node = NodeIdentity.New(new SeededRandom(12), null);
    private readonly LayerCredentials _credentials;
    private readonly UnicastIpcProcess[] _members;
    private readonly TestInvitations _issuer;

    public RenewalTests()
    {
        // The last of three in a row: the issuer is two hops away.
        var terms = new CredentialTerms(
            _lab.Roots.Layer, _node.Signing.Public.ToArray(), _node.PublicAgreements, SecureLab.Any, [], SimulatedWallClock.Epoch, Life);
        _credentials = new LayerCredentials(_node, new CredentialChain(Credential.Issue(_lab.Root, terms)), LayerTrust.In(_lab.Roots));
        _members = _lab.MakeLayer(i => i == 2 ? _credentials : _lab.Member());
        _issuer = new TestInvitations(_lab, _lab.Host(0));
        Name name = RenewalName.Of(_lab.Roots.Layer);
        Assert.Equal(Outcome.Ok, _lab.Host(0).Irm.Bind(name, new RenewalDesk(_lab.Host(0).Context, Name.Parse("net"), _issuer)));
        _lab.Lab.Register(0, name.Value, "net");
    }

    [Fact]
    public void A_member_with_a_credential_of_three_minutes_lives_on_for_an_hour_while_its_flows_run()
    {
        _lab.Lab.Serve(0, "oping", "net");
        _lab.Lab.Serve(2, "here", "net");
        var renewing = new RenewingMember(_lab.Host(2), _node, _credentials, _members[2]);
        var talker = new Talker(_lab.Host(2), "still here"u8.ToArray());
        talker.Open(_lab, "oping");
        for (int minute = 0; minute < 60; minute++)
        {
            _lab.Lab.Network.RunFor(Duration.FromSeconds(60));
            talker.Say(_lab);
            if (minute % 10 == 9)
            {
                Assert.Equal(CloseReason.None, _lab.Lab.Ping(0, "here"));
                Assert.Equal(CloseReason.None, _lab.Lab.Ping(2, "oping"));
            }
        }

        Assert.All(renewing.Outcomes, outcome => Assert.Equal(Outcome.Ok, outcome));

        // Two minutes and up to ten seconds each: 27 to 30 in an hour.
        Assert.InRange(renewing.Renewed, 26, 31);
        renewing.Stop();
    }

    [Fact]
    public void Without_renewal_new_flows_are_refused_when_it_is_over()
    {
        _lab.Lab.Serve(0, "oping", "net");
        Assert.Equal(CloseReason.None, _lab.Lab.Ping(2, "oping"));
        _lab.Lab.Network.RunFor(Duration.FromSeconds(180));
        Assert.NotEqual(CloseReason.None, _lab.Lab.Ping(2, "oping"));
    }

    [Fact]
    public void An_issuer_that_is_away_is_asked_again_until_it_is_back()
    {
        var renewing = new RenewingMember(_lab.Host(2), _node, _credentials, _members[2]);
        _lab.Lab.Network.RunFor(Duration.FromSeconds(90));
        _lab.Links[0].IsCut = true;
        Assert.True(_lab.Lab.Network.RunUntil(() => renewing.Outcomes.Count > 0, Duration.FromSeconds(70)), "it was never asked");
        Assert.All(renewing.Outcomes, outcome => Assert.Equal(OutcomeCode.Timeout, outcome.Code));
        Assert.True(Renewal.Judge(_credentials.Chain.Member, _lab.Host(2).WallClock.WallTime) is RenewalState.Renew or RenewalState.Warn);
        _lab.Links[0].IsCut = false;
        Assert.True(_lab.Lab.Network.RunUntil(() => renewing.Renewed > 0, Duration.FromSeconds(60)));
        Assert.Equal(RenewalState.Fine, Renewal.Judge(_credentials.Chain.Member, _lab.Host(2).WallClock.WallTime));
        renewing.Stop();
    }

    [Fact]
    public void A_revoked_member_is_not_renewed()
    {
        var renewing = new RenewingMember(_lab.Host(2), _node, _credentials, _members[2]);
        RevocationList list = RevocationList.Sign(_lab.Root, _lab.Roots.Layer, 1, SimulatedWallClock.Epoch, [new Serial(_node.Id.Prefix)]);
        foreach (UnicastIpcProcess member in _members.AsSpan(0, 2))
        {
            var credentials = (LayerCredentials)member.Security!.Credentials;
            credentials.Trust = credentials.Trust.With(list);
        }

        _lab.Lab.Network.RunFor(Duration.FromSeconds(300));
        Assert.NotEmpty(renewing.Outcomes);
        Assert.Equal(0, renewing.Renewed);
        renewing.Stop();
    }

    public void Dispose()
    {
        _node.Dispose();
        _lab.Dispose();
    }
}

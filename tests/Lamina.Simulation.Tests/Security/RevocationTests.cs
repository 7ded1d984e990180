using Lamina.Core;
using Lamina.Ipc;
using Lamina.Ipc.Unicast;
using Lamina.Ipc.Unicast.Adjacencies;
using Lamina.Ipc.Unicast.Revocations;
using Lamina.Security.Credentials;
using Lamina.Security.Handshake;
using Lamina.Security.Identities;
using Lamina.Security.Primitives;

namespace Lamina.Simulation.Tests.Security;

/// <summary>What an authority takes back is told to the whole layer, and ends what members have with whom it concerns.</summary>
public sealed class RevocationTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_revocation_reaches_all_members_and_ends_flows_and_adjacencies_of_the_revoked(bool isWholeNode)
    {
        using var lab = new SecureLab(41, 4);
        LayerCredentials[] credentials = [lab.Member(), lab.Member(), lab.Member(), lab.Member()];
        UnicastIpcProcess[] members = lab.MakeLayer(i => credentials[i]);
        int[] learned = new int[4];
        for (int i = 0; i < 4; i++)
        {
            int at = i;
            credentials[i].Learned = _ => learned[at]++;
        }

        lab.Lab.Serve(0, "oping", "net");
        var revoked = new Chatter(lab.Host(3), 1);
        var other = new Chatter(lab.Host(2), 2);
        revoked.Open("oping");
        other.Open("oping");
        Talk(lab, revoked, other);
        Assert.True(revoked.Heard > 10 && other.Heard > 10);

        Credential credential = credentials[3].Chain.Member;
        Revoke(lab, credentials[0], members[0], isWholeNode ? new Serial(credential.Subject.Prefix) : credential.Serial);
        lab.Lab.Network.RunFor(Duration.FromSeconds(2));

        // Who it concerns is told nothing more.
        Assert.All(credentials.Take(3), member => Assert.Single(member.Trust.Revocations));
        Assert.Equal([0, 1, 1, 0], learned);
        Assert.True(revoked.IsOver, "its flow lives on");
        Assert.DoesNotContain(members[2].Adjacencies, adjacency => adjacency.Peer == members[3].Membership!.Address);
        int before = other.Heard;
        Talk(lab, other);
        Assert.True(other.Heard > before + 10 && !other.IsOver && !other.IsSpoilt);
        Assert.Equal(2, members[0].Routes.Count);
        lab.Lab.Network.RunFor(Duration.FromSeconds(60));
        Assert.Equal(2, members[0].Routes.Count);
        Assert.NotEqual(CloseReason.None, lab.Lab.Ping(3, "oping", 1));
    }

    [Fact]
    public void A_member_that_comes_later_learns_what_was_revoked_before()
    {
        using var lab = new SecureLab(42, 3);
        LayerCredentials[] credentials = [lab.Member(), lab.Member(), lab.Member()];
        UnicastIpcProcess first = Begin(lab, credentials[0]);
        LayerCredentials gone = lab.Member();
        Revoke(lab, credentials[0], first, gone.Chain.Member.Serial);
        UnicastIpcProcess[] later = [lab.Lab.New(1, "net.1"), lab.Lab.New(2, "net.2")];
        for (int i = 1; i <= 2; i++)
        {
            Assert.Equal(Outcome.Ok, lab.Enrol(i, later[i - 1], $"net.{i - 1}", new LayerSecurity(credentials[i], [P256.Instance])));
            lab.Connect(i, later[i - 1], $"net.{i - 1}");
            lab.Lab.Publish(i, $"net.{i}", later[i - 1], "ip");
        }

        Assert.All(credentials, member => Assert.True(member.Trust.IsRevoked(gone.Chain.Member)));
    }

    [Fact]
    public void A_list_that_no_root_has_signed_is_nobodys()
    {
        using var lab = new SecureLab(43, 3);
        LayerCredentials[] credentials = [lab.Member(), lab.Member(), lab.Member()];
        UnicastIpcProcess[] members = lab.MakeLayer(i => credentials[i]);
        using SigningKey stranger = lab.NewRoot();
        RevocationList right = RevocationList.Sign(lab.Root, lab.Roots.Layer, 7, SimulatedWallClock.Epoch, [credentials[0].Chain.Member.Serial]);
        byte[] changed = right.Bytes.ToArray();
        changed[45] ^= 1;
        Assert.True(RevocationList.TryRead(changed, out RevocationList? spoilt));
        foreach (RevocationList list in (RevocationList[])
            [RevocationList.Sign(stranger, lab.Roots.Layer, 9, SimulatedWallClock.Epoch, [credentials[0].Chain.Member.Serial]), spoilt!])
        {
            lab.Host(1).Do(_ =>
            {
                foreach (ManagementLink link in members[1].Member!.Adjacencies.ManagementLinks)
                {
                    link.Send(RevocationCodec.Write(list));
                }
            });
            lab.Lab.Network.RunFor(Duration.FromSeconds(2));
        }

        Assert.All(credentials, member => Assert.Empty(member.Trust.Revocations));
        Assert.Equal(2, members[0].Member!.Revocations!.Refused);
        lab.Lab.AwaitRoutes(Duration.FromSeconds(1), members);
    }

    private static void Talk(SecureLab lab, params Chatter[] chatters)
    {
        for (int i = 0; i < 50; i++)
        {
            Array.ForEach(chatters, chatter => chatter.Say());
            lab.Lab.Network.RunFor(Duration.FromMilliseconds(50));
        }
    }

    private static void Revoke(SecureLab lab, LayerCredentials credentials, UnicastIpcProcess member, Serial serial) => lab.Host(0).Do(now =>
    {
        credentials.Trust = credentials.Trust.With(RevocationList.Sign(lab.Root, lab.Roots.Layer, 1, SimulatedWallClock.Epoch, [serial]));
        member.HandleCredentials(now);
    });

    private static UnicastIpcProcess Begin(SecureLab lab, LayerCredentials credentials)
    {
        UnicastIpcProcess first = lab.Lab.New(0, "net.0");
        var parameters = new UnicastParameters(Name.Parse("net")) { Security = new LayerSecurity(credentials, [P256.Instance]) };
        Assert.Equal(Outcome.Ok, lab.Lab.Run(0, sink => first.Bootstrap(parameters, sink, lab.Now)));
        lab.Lab.Publish(0, "net.0", first, "ip");
        return first;
    }
}

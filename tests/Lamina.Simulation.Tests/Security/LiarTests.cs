using Google.Protobuf;
using Lamina.Core;
using Lamina.Ipc.Unicast;
using Lamina.Ipc.Unicast.Adjacencies;
using Lamina.Ipc.Unicast.Routing;
using Lamina.Protocols.Routing;
using Lamina.Security.Handshake;
using Lamina.Wire.DataTransfer;
using Lamina.Wire.Directory;

namespace Lamina.Simulation.Tests.Security;

/// <summary>A member, proved and known to all, that lies.</summary>
public sealed class LiarTests
{
    private const int Liar = 1;

    [Fact]
    public void A_link_that_only_its_liar_announces_attracts_nothing()
    {
        using SecureLab lab = Row(51, isLiarHighest: false, out _, out UnicastIpcProcess[] members);
        LinkState lie = Own(members[Liar]) with { };
        Link[] links = [.. lie.Links.Append(new Link(members[5].Membership!.Address, LinkWeights.One)).OrderBy(link => link.Neighbour)];
        Tell(lab, members[Liar], lie with { Sequence = lie.Sequence + 100, Links = links });
        lab.Lab.Network.RunFor(Duration.FromSeconds(5));

        // They have heard it, of the liar itself, and do not believe it: 2, 3, 4, 5 and not 2, 1, 5.
        Assert.True(members[2].LinkStates.Single(state => state.Origin == members[Liar].Membership!.Address).TryGetLink(members[5].Membership!.Address, out _));
        Assert.Equal(3u, (uint)CostTo(members[2], members[5]));
        long forwarded = members[Liar].Counters!.Forwarded;
        Assert.Equal(CloseReason.None, lab.Lab.Ping(2, "far"));
        Assert.Equal(forwarded, members[Liar].Counters!.Forwarded);
    }

    [Fact]
    public void A_link_state_in_another_members_name_is_nobodys()
    {
        using SecureLab lab = Row(52, isLiarHighest: false, out LayerCredentials[] credentials, out UnicastIpcProcess[] members);
        (LinkState victim, LinkState lie) = Lie(members);
        long unproved = members[2].RoutingUnproved;

        // Unsigned; with the victim's word for what it said before; signed by the liar, as if the address were its own.
        LinkState said = members[Liar].LinkStates.Single(state => state.Origin == victim.Origin);
        Tell(lab, members[Liar], lie, sign: false);
        Tell(lab, members[Liar], lie with { Word = said.Word }, sign: false);
        Tell(lab, members[Liar], lie with { Sequence = ulong.MaxValue - 1 });
        Tell(lab, members[Liar], Own(members[Liar]) with { Links = [.. Own(members[Liar]).Links.Append(new Link(victim.Origin, LinkWeights.One)).OrderBy(link => link.Neighbour)], Sequence = Own(members[Liar]).Sequence + 100 });
        lab.Lab.Network.RunFor(Duration.FromSeconds(5));
        Assert.True(members[2].RoutingUnproved >= unproved + 2);
        Assert.Equal(credentials[5].Self, members[2].LinkStates.Single(state => state.Origin == victim.Origin).Speaker);
        Assert.Equal(3u, (uint)CostTo(members[2], members[5]));
        Assert.Equal(0, members[5].AddressChanges);
        long forwarded = members[Liar].Counters!.Forwarded;
        Assert.Equal(CloseReason.None, lab.Lab.Ping(2, "far"));
        Assert.Equal(forwarded, members[Liar].Counters!.Forwarded);
    }

    [Fact]
    public void Who_loses_its_address_to_a_liar_is_found_at_another_one()
    {
        using SecureLab lab = Row(53, isLiarHighest: true, out _, out UnicastIpcProcess[] members);
        (_, LinkState lie) = Lie(members);
        Tell(lab, members[Liar], lie with { Sequence = 1UL << 40 });
        lab.Lab.Network.RunFor(Duration.FromSeconds(30));
        Assert.Equal(1, members[5].AddressChanges);
        Assert.Equal(CloseReason.None, lab.Lab.Ping(2, "far"));
    }

    [Theory]
    [InlineData("dht")]
    [InlineData("one-hop")]
    public void Nobody_takes_back_or_changes_what_another_has_registered(string directory)
    {
        using SecureLab lab = Row(54, isLiarHighest: false, out LayerCredentials[] credentials, out UnicastIpcProcess[] members, directory);
        NameHash name = NameHash.Of(Name.Parse("far"), members[0].HashAlgorithm);
        Address victim = members[5].Membership!.Address;
        lab.Lab.Network.RunFor(Duration.FromSeconds(10));
        UnicastIpcProcess[] homes = [.. members.Where(member => member != members[5] && Holds(member, name, victim, lab.Now))];
        Assert.NotEmpty(homes);
        byte[] serves = credentials[Liar].Vouch(name, victim.Value);
        byte[] withdrawn = credentials[Liar].Say("lamina withdraws 1"u8, [(byte)name.Length, .. Bytes(name), .. Big(victim.Value), .. Big(1UL << 40)]);
        StoreEntry[] lies =
        [
            new() { Withdrawn = true, Sequence = 1UL << 40 },
            new() { Withdrawn = true, Sequence = 1UL << 40, Proof = ByteString.CopyFrom(withdrawn) },
            new() { Withdrawn = true, Sequence = 1UL << 40, Proof = ByteString.CopyFrom(serves) },
            new() { Sequence = 1UL << 40, Proof = ByteString.CopyFrom(serves) },
            new() { Sequence = 1UL << 40 },
        ];
        foreach (StoreEntry lie in lies)
        {
            lie.Hash = DirectoryCodec.ToBytes(name);
            lie.Lifetime = 300_000;
            byte[] message = new DirectoryMessage { Sender = victim.Value, Cookie = 99, Store = lie }.ToByteArray();
            lab.Host(Liar).Do(_ => Array.ForEach(
                homes, home => members[Liar].Member!.Data.SendMessage(home.Membership!.Address, DataTransferHeader.DirectoryEid, message)));
            lab.Lab.Network.RunFor(Duration.FromSeconds(1));
            Assert.All(homes, home => Assert.True(Holds(home, name, victim, lab.Now), $"{home.Name} has lost it"));
            Assert.Equal(CloseReason.None, lab.Lab.Ping(2, "far", 1));
        }

        // Its owner can.
        Assert.Equal(Outcome.Ok, lab.Lab.Hosts[5].Irm.UnregisterFromLayer(Name.Parse("far"), "net", lab.Now));
        lab.Host(5).Do(_ => { });
        Assert.True(lab.Lab.Network.RunUntil(() => Array.TrueForAll(homes, home => !Holds(home, name, victim, lab.Now)), Duration.FromSeconds(30)));
    }

    // 0 - 1 - 2 - 3 - 4 - 5; 5 serves "far", 1 lies.
    private static SecureLab Row(
        ulong seed, bool isLiarHighest, out LayerCredentials[] credentials, out UnicastIpcProcess[] members, string directory = "dht")
    {
        var lab = new SecureLab(seed, 6);
        LayerCredentials[] made = [.. Enumerable.Range(0, 6).Select(_ => lab.Member()).OrderBy(member => member.Self.KeyHash.ToHex(), StringComparer.Ordinal)];
        (made[Liar], made[isLiarHighest ? 5 : 0]) = (made[isLiarHighest ? 5 : 0], made[Liar]);
        credentials = made;
        members = lab.MakeLayer(i => made[i], directory);
        lab.Lab.Serve(5, "far", "net");
        lab.Lab.Network.RunFor(Duration.FromSeconds(5));
        return lab;
    }

    // The victim, at the end, is said to have a link to the liar.
    private static (LinkState Victim, LinkState Lie) Lie(UnicastIpcProcess[] members)
    {
        LinkState victim = Own(members[5]);
        Link[] links = [.. victim.Links.Append(new Link(members[Liar].Membership!.Address, LinkWeights.One)).OrderBy(link => link.Neighbour)];
        return (victim, victim with { Sequence = victim.Sequence + 100, Links = links, Word = default });
    }

    private static LinkState Own(UnicastIpcProcess member) => member.LinkStates.Single(state => state.Origin == member.Membership!.Address);

    private static void Tell(SecureLab lab, UnicastIpcProcess liar, LinkState lie, bool sign = true)
    {
        LayerMember member = liar.Member!;
        LinkState told = sign ? new LinkStateWords(liar.Security!.Credentials, new LinkStateDatabase()).Sign(lie) : lie;
        lab.Host(Liar).Do(now =>
        {
            foreach (ManagementLink link in member.Adjacencies.ManagementLinks)
            {
                foreach (byte[] message in LinkStateCodec.Write([told with { Expires = now + Duration.FromSeconds(1000) }], now))
                {
                    link.Send(message);
                }
            }
        });
        lab.Lab.Network.RunFor(Duration.FromSeconds(1));
    }

    private static ulong CostTo(UnicastIpcProcess from, UnicastIpcProcess to) =>
        from.Routes.Single(route => route.Destination == to.Membership!.Address).Cost;

    private static bool Holds(UnicastIpcProcess member, NameHash name, Address of, Instant now) =>
        member.DirectoryEntries(now).Any(entry => entry.Hash == name && entry.Member == of);

    private static byte[] Bytes(NameHash name)
    {
        byte[] bytes = new byte[NameHash.MaxLength];
        name.CopyTo(bytes);
        return bytes[..name.Length];
    }

    private static byte[] Big(ulong value) => [.. BitConverter.GetBytes(value).Reverse()];
}

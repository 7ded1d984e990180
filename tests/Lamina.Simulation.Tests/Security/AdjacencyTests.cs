using System.Text;
using Lamina.Core;
using Lamina.Ipc;
using Lamina.Ipc.Unicast;
using Lamina.Ipc.Unicast.Adjacencies;
using Lamina.Security.Handshake;
using Lamina.Security.Primitives;
using Lamina.Wire.DataTransfer;

namespace Lamina.Simulation.Tests.Security;

/// <summary>Who becomes a neighbour in a secure layer, and what is heard of what neighbours say.</summary>
public sealed class AdjacencyTests
{
    [Fact]
    public void What_members_say_to_each_other_is_not_on_the_wire()
    {
        using var lab = new SecureLab(21, 3);
        LayerCredentials[] credentials = [lab.Member(), lab.Member(), lab.Member()];
        UnicastIpcProcess[] members = lab.MakeLayer(i => credentials[i]);
        lab.Lab.Serve(0, "oping", "net");
        Assert.Equal(CloseReason.None, lab.Lab.Ping(2, "oping"));
        lab.Lab.Network.RunFor(Duration.FromSeconds(700));

        var secrets = new List<byte[]>();
        foreach (LayerCredentials member in credentials)
        {
            secrets.Add(member.Own[^48..].ToArray());
            secrets.Add(member.Chain.Member.Terms.SigningKey.Span[1..33].ToArray());
            secrets.Add(member.Chain.Member.Terms.Agreements[0].Public.Span[1..33].ToArray());
        }

        secrets.AddRange(members.Select(member => Encoding.UTF8.GetBytes(member.Name)));
        secrets.Add("oping"u8.ToArray());
        secrets.Add("dht"u8.ToArray());
        secrets.AddRange(members.Select(member => BitConverter.GetBytes(member.Membership!.Instance).Reverse().ToArray()));
        byte[] hash = new byte[NameHash.MaxLength];
        NameHash name = NameHash.Of(Name.Parse("oping"), HashAlgorithmId.Sha3_256);
        name.CopyTo(hash);
        secrets.Add(hash[..name.Length]);
        foreach (byte[] secret in secrets)
        {
            Assert.All(lab.Spies, spy => Assert.Equal(0, spy.Count(secret)));
        }
    }

    [Fact]
    public void Who_is_of_another_authority_becomes_no_neighbour()
    {
        using var lab = new SecureLab(22, 2);
        UnicastIpcProcess member = Bootstrap(lab, 0, lab.Member());

        // A layer of the same name, of another root.
        using var other = new SecureLab(23, 1);
        UnicastIpcProcess stranger = Bootstrap(lab, 1, other.Member());
        Outcome outcome = lab.Lab.Run(1, sink => stranger.Connect(Name.Parse("net.0"), ConnectionComponents.All, sink, lab.Now));
        Assert.False(outcome.IsOk);
        lab.Lab.Network.RunFor(Duration.FromSeconds(30));
        Assert.Empty(member.Adjacencies);
        Assert.Single(member.LinkStates);
        Assert.Single(stranger.LinkStates);
    }

    [Fact]
    public void Who_proves_nothing_becomes_no_neighbour_and_no_hop()
    {
        using var lab = new SecureLab(24, 2);
        UnicastIpcProcess member = Bootstrap(lab, 0, lab.Member());
        UnicastIpcProcess stranger = lab.Lab.New(1, "net.1");
        var parameters = new UnicastParameters(Name.Parse("net")) { IsInsecure = true };
        Assert.Equal(Outcome.Ok, lab.Lab.Run(1, sink => stranger.Bootstrap(parameters, sink, lab.Now)));
        foreach (ConnectionComponents components in (ConnectionComponents[])[ConnectionComponents.Management, ConnectionComponents.DataTransfer])
        {
            Outcome outcome = lab.Lab.Run(1, sink => stranger.Connect(Name.Parse("net.0"), components, sink, lab.Now));
            Assert.False(outcome.IsOk);
        }

        lab.Lab.Network.RunFor(Duration.FromSeconds(30));
        Assert.Empty(member.Adjacencies);
        Assert.Single(member.LinkStates);
    }

    [Fact]
    public void Who_was_revoked_becomes_no_neighbour_again()
    {
        using var lab = new SecureLab(25, 2);
        LayerCredentials[] credentials = [lab.Member(), lab.Member()];
        UnicastIpcProcess[] members = lab.MakeLayer(i => credentials[i]);
        credentials[0].Trust = credentials[0].Trust.With(
            Lamina.Security.Credentials.RevocationList.Sign(lab.Root, lab.Roots.Layer, 1, SimulatedWallClock.Epoch, [credentials[1].Chain.Member.Serial]));
        lab.Links[0].IsCut = true;
        lab.Lab.Network.RunFor(Duration.FromSeconds(60));
        lab.Links[0].IsCut = false;
        lab.Lab.Network.RunFor(Duration.FromSeconds(60));
        Assert.Empty(members[0].Adjacencies);
        Assert.All(members[1].Adjacencies, adjacency => Assert.Equal(AdjacencyState.Connecting, adjacency.State));
        Assert.NotEqual("", members[1].Adjacencies[0].Problem);
    }

    [Fact]
    public void Data_alone_is_refused_with_a_sentence()
    {
        using var lab = new SecureLab(26, 2);
        Bootstrap(lab, 0, lab.Member());
        UnicastIpcProcess second = lab.Lab.New(1, "net.1");
        Assert.Equal(Outcome.Ok, lab.Enrol(1, second, "net.0", new LayerSecurity(lab.Member(), [P256.Instance])));
        Outcome outcome = lab.Lab.Run(1, sink => second.Connect(Name.Parse("net.0"), ConnectionComponents.DataTransfer, sink, lab.Now));
        Assert.Equal(OutcomeCode.Usage, outcome.Code);
        Assert.Contains("management", outcome.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_packet_for_a_component_in_clear_is_dropped_and_counted()
    {
        using var lab = new SecureLab(27, 2);
        UnicastIpcProcess[] members = lab.MakeLayer();
        lab.Lab.Network.RunFor(Duration.FromSeconds(20));
        var format = new DataTransferFormat(4);
        byte[] probe = lab.Spies[1].Seen.Last(datagram => IsSealed(format, datagram));
        (long unsealed, long delivered, long spoilt) = (members[0].Counters!.Unsealed, members[0].Counters!.Delivered, members[0].Counters!.NotAuthentic);
        for (ulong component = 0; component < DataTransferHeader.FirstFlowEid; component++)
        {
            byte[] forged = [.. probe];
            format.Write(forged.AsSpan(8), new(members[0].Membership!.Address, 30, QosCube.BestEffort, 0, component));
            Inject(lab, forged);
            format.Write(forged.AsSpan(8), new(members[1].Membership!.Address, 30, QosCube.BestEffort, 0, component));
            Inject(lab, forged);
        }

        // Of the path are sizes (4) and parts (5); end point 7 is what was recorded: it has come before.
        Assert.Equal(unsealed + (2 * 64) - 3, members[0].Counters!.Unsealed);
        Assert.Equal(spoilt + 1, members[0].Counters!.NotAuthentic);
        Assert.Equal(delivered + 2, members[0].Counters!.Delivered);
    }

    [Fact]
    public void A_recorded_packet_for_a_component_does_not_count_again()
    {
        using var lab = new SecureLab(28, 2);
        UnicastIpcProcess[] members = lab.MakeLayer();
        lab.Lab.Network.RunFor(Duration.FromSeconds(20));
        byte[][] recorded = [.. lab.Spies[1].Seen.Where(datagram => IsSealed(new DataTransferFormat(4), datagram))];
        Assert.True(recorded.Length > 2);
        (long delivered, long spoilt) = (members[0].Counters!.Delivered, members[0].Counters!.NotAuthentic);
        Array.ForEach(recorded, datagram => Inject(lab, datagram));
        Assert.Equal(delivered, members[0].Counters!.Delivered);
        Assert.Equal(spoilt + recorded.Length, members[0].Counters!.NotAuthentic);
    }

    [Fact]
    public void A_recorded_set_up_of_an_adjacency_makes_none()
    {
        using var lab = new SecureLab(29, 2);
        UnicastIpcProcess[] members = lab.MakeLayer();
        int adjacencies = members[0].Adjacencies.Count;
        byte[][] recorded = [.. lab.Spies[1].Seen];
        for (int i = 1; i <= 3; i++)
        {
            foreach (byte[] datagram in recorded)
            {
                // Other numbers of the flow's end, or the allocator knows it. udp 8; allocation header: version 1, kind 1, EID 8.
                byte[] changed = [.. datagram];
                if (changed.Length > 40 && changed.AsSpan(0, 8).IndexOfAnyExcept((byte)0) < 0)
                {
                    changed[8 + 2 + 7] ^= (byte)i;
                }

                Inject(lab, changed);
            }

            lab.Lab.Network.RunFor(Duration.FromSeconds(2));
        }

        lab.Lab.Network.RunFor(Duration.FromSeconds(30));
        Assert.Equal(adjacencies, members[0].Adjacencies.Count);
        Assert.Equal(2, members[0].LinkStates.Count);
        Assert.True(members[0].Connections.NotProved > 0, "no claim was said again");
    }

    private static bool IsSealed(DataTransferFormat format, byte[] datagram) =>
        datagram.Length > 8 + 15 + 24 && format.Read(datagram.AsSpan(8)) is { Eid: DataTransferHeader.SealedEid, Ttl: 1 };

    private static void Inject(SecureLab lab, byte[] datagram)
    {
        Assert.True(lab.Host(1).Context.Pool.TryRent(datagram.Length, out PacketBuffer buffer));
        datagram.CopyTo(buffer.Span);
        lab.Spies[1].Send(Train.Contiguous(buffer, 0, datagram.Length, datagram.Length), lab.Host(0).OpenPort(3435).Local, lab.Now);
        lab.Lab.Network.RunFor(Duration.FromMilliseconds(5));
    }

    private static UnicastIpcProcess Bootstrap(SecureLab lab, int host, LayerCredentials credentials)
    {
        UnicastIpcProcess process = lab.Lab.New(host, $"net.{host}");
        var parameters = new UnicastParameters(Name.Parse("net")) { Security = new LayerSecurity(credentials, [P256.Instance]) };
        Assert.Equal(Outcome.Ok, lab.Lab.Run(host, sink => process.Bootstrap(parameters, sink, lab.Now)));
        lab.Lab.Publish(host, $"net.{host}", process, "ip");
        return process;
    }
}

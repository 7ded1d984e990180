using Lamina.Core;
using Lamina.Ipc;
using Lamina.Ipc.Unicast;
using Lamina.Security.Credentials;
using Lamina.Security.Handshake;
using Lamina.Security.Primitives;
using Lamina.Simulation.Programs;

namespace Lamina.Simulation.Tests.Security;

/// <summary>A layer with credentials, from its first member to packets that nobody reads.</summary>
public sealed class SecureLayerTests
{
    [Theory]
    [InlineData("dht")]
    [InlineData("one-hop")]
    public void Programs_of_a_secure_layer_talk_and_each_knows_who_the_other_is(string directory)
    {
        using var lab = new SecureLab(1, 3);
        LayerCredentials[] credentials = [lab.Member(), lab.Member(), lab.Member()];
        UnicastIpcProcess[] members = lab.MakeLayer(i => credentials[i], directory);
        EchoServer server = lab.Lab.Serve(0, "oping", "net");
        Assert.All(members, member => Assert.False(member.IsInsecure));
        Assert.Equal(CloseReason.None, lab.Lab.Ping(2, "oping"));
        Assert.Equal(3, server.Echoed);

        var asker = new IdentityProbe(lab.Host(2), "oping");
        var asked = new IdentityAcceptor();
        Assert.Equal(Outcome.Ok, lab.Host(1).Irm.Bind(Name.Parse("who"), asked));
        lab.Lab.Register(1, "who", "net");
        asker.Run(lab, "who");
        Assert.Equal(credentials[1].Chain.Member.Subject.ToPeerIdentity(), asker.Peer);
        Assert.Equal(credentials[2].Chain.Member.Subject.ToPeerIdentity(), asked.Peer);
        lab.Lab.AssertCleanEnd();
    }

    [Fact]
    public void Nothing_that_programs_say_and_no_name_is_on_the_wire()
    {
        using var lab = new SecureLab(2, 2);
        LayerCredentials[] credentials = [lab.Member(), lab.Member()];
        lab.MakeLayer(i => credentials[i]);
        lab.Lab.Serve(0, "a name that is long enough", "net");
        lab.Lab.Network.RunFor(Duration.FromSeconds(2));
        SpyPort[] spies = lab.Spies;
        Array.ForEach(spies, spy => spy.Seen.Clear());
        var talker = new Talker(lab.Host(1), "a secret that nobody on the way may read"u8.ToArray());
        talker.Open(lab, "a name that is long enough");
        talker.Say(lab);

        Assert.True(spies.Sum(spy => spy.Seen.Count) > 4, "nothing was said at all");
        foreach (SpyPort spy in spies)
        {
            Assert.Equal(0, spy.Count("a secret that nobody"u8));
            Assert.Equal(0, spy.Count("a name that is"u8));
        }
    }

    [Fact]
    public void Enrolment_shows_no_credential_in_clear()
    {
        using var lab = new SecureLab(3, 2);
        LayerCredentials[] credentials = [lab.Member(), lab.Member()];
        lab.MakeLayer(i => credentials[i]);
        foreach (LayerCredentials member in credentials)
        {
            ReadOnlySpan<byte> signature = member.Own[^16..];
            Assert.Equal(0, lab.Spies[0].Count(signature) + lab.Spies[1].Count(signature));
        }
    }

    [Fact]
    public void Who_has_no_credential_is_not_let_in()
    {
        using var lab = new SecureLab(4, 2);
        UnicastIpcProcess first = Bootstrap(lab);
        UnicastIpcProcess stranger = lab.Lab.New(1, "net.1");
        Outcome refused = lab.Enrol(1, stranger, "net.0", null, isInsecure: true);
        Assert.Equal(OutcomeCode.Denied, refused.Code);
        Assert.Contains("credential", refused.Message, StringComparison.Ordinal);
        Assert.False(stranger.IsEnrolled);

        // Nor does it begin where nobody says that it is all right.
        Assert.Equal(OutcomeCode.Denied, lab.Enrol(1, stranger, "net.0", null).Code);
        Assert.NotNull(first.Membership);
    }

    [Fact]
    public void A_credential_of_a_strangers_root_is_none()
    {
        using var lab = new SecureLab(5, 2);
        Bootstrap(lab);
        UnicastIpcProcess stranger = lab.Lab.New(1, "net.1");
        Outcome refused = lab.Enrol(1, stranger, "net.0", Security(lab.Member(root: lab.NewRoot())));
        Assert.Equal(OutcomeCode.Denied, refused.Code);
        Assert.Contains("authority", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_clock_that_is_wrong_by_a_year_is_named_and_running_flows_go_on()
    {
        using var lab = new SecureLab(6, 3);
        lab.MakeLayer(_ => lab.Member(life: TimeSpan.FromDays(30)));
        lab.Lab.Serve(0, "oping", "net");
        var flow = new Talker(lab.Host(2), "still here"u8.ToArray());
        flow.Open(lab, "oping");
        flow.Say(lab);
        lab.Host(0).WallClock.Offset = TimeSpan.FromDays(365);
        Assert.Equal(CloseReason.Expired, lab.Lab.Ping(2, "oping", 1));
        lab.Host(0).WallClock.Offset = TimeSpan.FromDays(-365);
        Assert.Equal(CloseReason.Expired, lab.Lab.Ping(2, "oping", 1));
        flow.Say(lab);
        lab.Host(0).WallClock.Offset = TimeSpan.Zero;
        Assert.Equal(CloseReason.None, lab.Lab.Ping(2, "oping", 1));
        flow.Say(lab);
    }

    [Fact]
    public void A_name_that_the_credential_does_not_cover_is_kept_by_nobody()
    {
        using var lab = new SecureLab(7, 3);
        UnicastIpcProcess[] members = lab.MakeLayer(i => i == 0 ? lab.Member(Rights.Member, names: "mine") : lab.Member());
        var server = new EchoServer(lab.Host(0).Irm.ServiceFor("echo"));
        foreach (string name in (string[])["mine", "yours"])
        {
            Assert.Equal(Outcome.Ok, lab.Host(0).Irm.Bind(Name.Parse(name), server));
            lab.Lab.Run(0, sink => lab.Host(0).Irm.RegisterInLayer(Name.Parse(name), "net", sink, lab.Now));
        }

        Assert.Equal(CloseReason.None, lab.Lab.Ping(2, "mine", 1));
        Assert.NotEqual(CloseReason.None, lab.Lab.Ping(2, "yours", 1));
        Assert.True(members.Skip(1).Sum(member => member.DirectoryCounters!.Unproved) > 0);
    }

    [Fact]
    public void Who_is_revoked_gets_no_flow()
    {
        using var lab = new SecureLab(8, 3);
        LayerCredentials[] credentials = [lab.Member(), lab.Member(), lab.Member()];
        lab.MakeLayer(i => credentials[i]);
        lab.Lab.Serve(0, "oping", "net");
        Assert.Equal(CloseReason.None, lab.Lab.Ping(2, "oping", 1));
        credentials[0].Trust = credentials[0].Trust.With(RevocationList.Sign(
            lab.Root, lab.Roots.Layer, 1, SimulatedWallClock.Epoch, [credentials[2].Chain.Member.Serial]));
        Assert.Equal(CloseReason.Denied, lab.Lab.Ping(2, "oping", 1));
        Assert.Equal(CloseReason.None, lab.Lab.Ping(1, "oping", 1));
    }

    [Fact]
    public void A_replayed_request_reaches_no_program()
    {
        using var lab = new SecureLab(9, 2);
        lab.MakeLayer();
        var acceptor = new IdentityAcceptor();
        Assert.Equal(Outcome.Ok, lab.Host(0).Irm.Bind(Name.Parse("who"), acceptor));
        lab.Lab.Register(0, "who", "net");
        lab.Spies[1].Seen.Clear();
        new IdentityProbe(lab.Host(1), "probe").Run(lab, "who");
        Assert.Equal(1, acceptor.Arrivals);

        // All that went to the server, again and again, with other numbers of the flow's end, or the allocator knows it.
        byte[][] recorded = [.. lab.Spies[1].Seen];
        var port = lab.Host(1).OpenPort(3435);
        for (int i = 0; i < 3; i++)
        {
            foreach (byte[] datagram in recorded)
            {
                lab.Spies[1].Send(Train(lab, WithOtherEid(datagram, i)), lab.Host(0).OpenPort(3435).Local, lab.Now);
            }

            lab.Lab.Network.RunFor(Duration.FromSeconds(1));
        }

        Assert.Equal(1, acceptor.Arrivals);
        Assert.NotNull(port);
    }

    [Fact]
    public void Two_runs_of_one_seed_are_the_same()
    {
        Assert.Equal(Trace(), Trace());

        static string Trace()
        {
            using var lab = new SecureLab(10, 3);
            lab.MakeLayer();
            lab.Lab.Serve(0, "oping", "net");
            lab.Lab.Ping(2, "oping");
            return string.Join(' ', lab.Spies.Select(spy => string.Join(',', spy.Seen.Select(datagram => datagram.Length)))) + lab.Now;
        }
    }

    private static Train Train(SecureLab lab, byte[] bytes)
    {
        Assert.True(lab.Host(1).Context.Pool.TryRent(bytes.Length, out PacketBuffer buffer));
        bytes.CopyTo(buffer.Span);
        return Core.Train.Contiguous(buffer, 0, bytes.Length, bytes.Length);
    }

    // udp 8, transfer 15, allocation header: version 1, kind 1, EID 8.
    private static byte[] WithOtherEid(byte[] datagram, int i)
    {
        byte[] changed = [.. datagram];
        if (changed.Length > 200)
        {
            changed[8 + 15 + 2 + 7] ^= (byte)(i + 1);
        }

        return changed;
    }

    private static LayerSecurity Security(LayerCredentials credentials) => new(credentials, [P256.Instance]);

    private static UnicastIpcProcess Bootstrap(SecureLab lab)
    {
        UnicastIpcProcess first = lab.Lab.New(0, "net.0");
        var parameters = new UnicastParameters(Name.Parse("net")) { Security = Security(lab.Member()) };
        Assert.Equal(Outcome.Ok, lab.Lab.Run(0, sink => first.Bootstrap(parameters, sink, lab.Now)));
        lab.Lab.Publish(0, "net.0", first, "ip");
        return first;
    }
}

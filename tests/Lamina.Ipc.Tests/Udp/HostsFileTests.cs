using Lamina.Core;
using Lamina.Ipc.Tests.Virtual;
using Lamina.Ipc.Udp;

namespace Lamina.Ipc.Tests.Udp;

public sealed class HostsFileTests
{
    private const string Text = """
        127.0.0.1   localhost
        # 10.0.0.9  eebe0851cda7f85aeef4229567441a2d
        10.0.0.2    eebe0851cda7f85aeef4229567441a2d   # unicast
        10.0.0.3    EEBE0851CDA7F85AEEF4229567441A2D 6d4c827b2080bbc7c93ae45df8a3d0fb a.example
        2001:db8::1 6d4c827b2080bbc7c93ae45df8a3d0fb
        10.0.0.4    eebe0851cda7f85aeef4229567441a2 zebe0851cda7f85aeef4229567441a2d
        not-an-address eebe0851cda7f85aeef4229567441a2d
        10.0.0.5
        """;

    [Fact]
    public void Names_are_found_by_their_md5()
    {
        NameHash unicast = NameHash.Of(Name.Parse("unicast"), HashAlgorithmId.Md5);
        NameHash uni2 = NameHash.Of(Name.Parse("uni2"), HashAlgorithmId.Md5);
        Assert.Equal("eebe0851cda7f85aeef4229567441a2d", unicast.ToHex());
        Assert.Equal("6d4c827b2080bbc7c93ae45df8a3d0fb", uni2.ToHex());

        Assert.Equal(
            [
                new HostEntry(unicast, DatagramNetwork.Endpoint(2)),
                new HostEntry(unicast, DatagramNetwork.Endpoint(3)),
                new HostEntry(uni2, DatagramNetwork.Endpoint(3)),
                new HostEntry(uni2, UdpEndpoint.From(System.Net.IPEndPoint.Parse("[2001:db8::1]:3435"))),
            ],
            HostsFile.Parse(Text.ReplaceLineEndings("\r\n"), 3435));
    }

    [Fact]
    public void A_member_with_a_hosts_file_needs_no_peers()
    {
        var net = new UdpNet();
        UdpMember server = net.Add(2);
        TestAcceptor acceptor = server.Serve("unicast");
        UdpMember client = net.Add(1, UdpNet.With() with { Hosts = HostsFile.Parse(Text, 3435) });
        TestSink sink = client.Ask("unicast");
        net.RunFor(100);

        Assert.NotNull(sink.Flow);
        Assert.Single(acceptor.Flows);
    }
}

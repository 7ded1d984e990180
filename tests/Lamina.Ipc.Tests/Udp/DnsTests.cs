using Lamina.Core;
using Lamina.Ipc.Tests.Virtual;
using Lamina.Ipc.Udp.Dns;

namespace Lamina.Ipc.Tests.Udp;

/// <summary>Names that only DNS knows.</summary>
public sealed class DnsTests
{
    private static readonly string Served = NameHash.Of(Name.Parse("s"), HashAlgorithmId.Md5).ToHex();

    private readonly UdpNet _net = new();
    private readonly FakeDnsServer _server;
    private readonly UdpMember _client;

    public DnsTests()
    {
        _server = new FakeDnsServer(_net, 53);
        _server.Records[Served] = [[10, 0, 0, 2]];
        _net.Add(2).Serve("s");
        DatagramPort port = _net.Network.Open(DatagramNetwork.Endpoint(1, 40_000), _net.Time.AddContext());
        _client = _net.Add(1, UdpNet.With() with { Dns = new DnsSettings(_server.Local, port, 3435) });
    }

    [Fact]
    public void A_name_is_found_by_its_md5_and_asked_for_once_while_the_answer_holds()
    {
        Assert.NotNull(Ask().Flow);
        Assert.Equal(1, _server.Asked);
        Assert.NotNull(Ask().Flow);
        Assert.Equal(1, _server.Asked);
        _net.RunFor(61_000);
        Assert.NotNull(Ask().Flow);
        Assert.Equal(2, _server.Asked);
    }

    [Theory]
    [InlineData(0, 900, 1)]
    [InlineData(0, 1100, 2)]
    [InlineData(4_000_000_000, 3_590_000, 1)]
    [InlineData(4_000_000_000, 3_610_000, 2)]
    public void An_answer_holds_for_a_second_at_least_and_an_hour_at_most(uint life, long milliseconds, int asked)
    {
        _server.TimeToLive = life;
        _client.Ask("s");
        _net.RunFor(milliseconds);
        _client.Ask("s");
        _net.RunFor(1000);
        Assert.Equal(asked, _server.Asked);
    }

    [Fact]
    public void No_such_name_is_believed_for_ten_seconds()
    {
        Assert.Equal(CloseReason.NameUnknown, Ask("nobody").Reason);
        Assert.Equal(CloseReason.NameUnknown, Ask("nobody").Reason);
        Assert.Equal(1, _server.Asked);
        _net.RunFor(10_000);
        Ask("nobody");
        Assert.Equal(2, _server.Asked);
    }

    [Fact]
    public void A_server_that_fails_is_asked_again_the_next_time()
    {
        _server.Failure = 2;
        Assert.Equal(CloseReason.NameUnknown, Ask().Reason);
        _server.Failure = 0;
        Assert.NotNull(Ask().Flow);
    }

    [Fact]
    public void Lost_questions_are_repeated_and_a_dead_server_costs_three_seconds()
    {
        _server.Ignores = 2;
        TestSink sink = _client.Ask("s");
        _net.RunFor(2100);
        Assert.NotNull(sink.Flow);

        _server.Ignores = int.MaxValue;
        TestSink never = _client.Ask("nobody");
        _net.RunFor(2950);
        Assert.Equal(0, never.Outcomes);
        _net.RunFor(100);
        Assert.Equal(CloseReason.NameUnknown, never.Reason);
        Assert.Equal(0, _client.Stack.Context.Pool.RentedCount);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(14)]
    public void An_answer_to_another_question_is_not_taken(int position)
    {
        _server.Spoils = answer => answer[position]++;
        TestSink sink = _client.Ask("s");
        _net.RunFor(5000);
        Assert.Equal(CloseReason.NameUnknown, sink.Reason);
    }

    [Fact]
    public void An_answer_of_somebody_else_is_not_taken()
    {
        _server.Mask = DatagramNetwork.Endpoint(54, 53);
        TestSink sink = _client.Ask("s");
        _net.RunFor(5000);
        Assert.Equal(CloseReason.NameUnknown, sink.Reason);
    }

    [Fact]
    public void A_name_that_moved_in_dns_is_found_again_in_one_allocation()
    {
        Ask();
        UdpMember other = _net.Add(3);
        TestAcceptor there = other.Serve("s");
        _net.Add(2);
        _server.Records[Served] = [[10, 0, 0, 3]];
        Assert.NotNull(Ask().Flow);
        Assert.Single(there.Flows);
    }

    [Fact]
    public void Peers_are_asked_first()
    {
        DatagramPort port = _net.Network.Open(DatagramNetwork.Endpoint(4, 40_000), _net.Time.AddContext());
        UdpMember client = _net.Add(4, UdpNet.With(2) with { Dns = new DnsSettings(_server.Local, port, 3435) });
        TestSink sink = client.Ask("s");
        _net.RunFor(1000);
        Assert.NotNull(sink.Flow);
        Assert.Equal(0, _server.Asked);
    }

    [Fact]
    public void A_member_that_leaves_closes_its_port_and_ends_its_questions()
    {
        _server.Ignores = int.MaxValue;
        TestSink sink = _client.Ask("s");
        _net.RunFor(500);
        _client.Stack.Irm.Shutdown(_net.Time.Now);
        _net.RunFor(100);
        Assert.Equal(1, sink.Outcomes);
        _client.Stack.AssertEmpty();
    }

    private TestSink Ask(string name = "s")
    {
        TestSink sink = _client.Ask(name);
        _net.RunFor(1000);
        return sink;
    }
}

using Lamina.Core;
using Lamina.Ipc.Tests.Virtual;
using Lamina.Ipc.Udp;

namespace Lamina.Ipc.Tests.Udp;

public sealed class UdpDirectoryTests
{
    private readonly UdpNet _net = new();

    [Fact]
    public void Whoever_asked_us_is_asked_by_us()
    {
        UdpMember a = _net.Add(1);
        UdpMember b = _net.Add(2, UdpNet.With(1));
        b.Serve("b");
        TestSink before = a.Ask("b");
        _net.RunFor(1000);
        Assert.Equal(CloseReason.NameUnknown, before.Reason);

        b.Ask("nobody");
        _net.RunFor(1000);
        TestSink after = a.Ask("b");
        _net.RunFor(1000);
        Assert.NotNull(after.Flow);
    }

    [Fact]
    public void Asking_is_not_transitive()
    {
        UdpMember c = _net.Add(3);
        c.Serve("c");
        _net.Add(2, UdpNet.With(3));
        UdpMember a = _net.Add(1, UdpNet.With(2));
        TestSink sink = a.Ask("c");
        _net.RunFor(1000);
        Assert.Equal(CloseReason.NameUnknown, sink.Reason);
    }

    [Fact]
    public void A_no_of_everybody_is_believed_at_once_and_silence_after_600_ms()
    {
        _net.Add(2);
        UdpMember answered = _net.Add(1, UdpNet.With(2));
        TestSink quick = answered.Ask("x");
        _net.RunFor(10);
        Assert.Equal(CloseReason.NameUnknown, quick.Reason);

        UdpMember unanswered = _net.Add(3, UdpNet.With(2, 99));
        int before = _net.Network.SentCount;
        TestSink slow = unanswered.Ask("x");
        _net.RunFor(590);
        Assert.Equal(0, slow.Outcomes);
        _net.RunFor(20);
        Assert.Equal((1, CloseReason.NameUnknown), (slow.Outcomes, slow.Reason));
        // One question and answer with the peer that lives, three questions to the one that does not.
        Assert.Equal(5, _net.Network.SentCount - before);
        unanswered.Stack.AssertEmpty();
    }

    [Fact]
    public void Lost_questions_are_repeated()
    {
        UdpMember server = _net.Add(2);
        server.Serve("s");
        UdpMember client = _net.Add(1, UdpNet.With(2));
        int lost = 0;
        _net.Network.Loses = (_, _) => lost++ < 2;
        TestSink sink = client.Ask("s");
        _net.RunFor(450);
        Assert.NotNull(sink.Flow);
    }

    [Fact]
    public void Answers_are_remembered_for_a_while()
    {
        UdpMember server = _net.Add(2);
        server.Serve("s");
        UdpMember client = _net.Add(1, UdpNet.With(2));
        client.Ask("s");
        _net.RunFor(1000);
        int before = _net.Network.SentCount;
        client.Ask("s");
        _net.RunFor(1000);
        // Request, reply, confirm; no question.
        Assert.Equal(3, _net.Network.SentCount - before);

        _net.RunFor(30_000);
        before = _net.Network.SentCount;
        client.Ask("s");
        _net.RunFor(1000);
        Assert.Equal(5, _net.Network.SentCount - before);
    }

    [Fact]
    public void A_name_that_moved_is_found_again_in_one_allocation()
    {
        UdpMember first = _net.Add(2);
        UdpMember second = _net.Add(3);
        first.Serve("s");
        UdpMember client = _net.Add(1, UdpNet.With(2, 3));
        client.Ask("s");
        _net.RunFor(1000);
        first.Stack.Irm.UnregisterFromLayer(Name.Parse("s"), UdpNet.Layer, _net.Time.Now);
        TestAcceptor there = second.Serve("s");
        TestSink sink = client.Ask("s");
        _net.RunFor(1000);
        Assert.NotNull(sink.Flow);
        Assert.Single(there.Flows);
    }

    [Fact]
    public void Every_place_of_a_name_is_tried()
    {
        UdpMember alive = _net.Add(3);
        alive.Serve("s");
        NameHash hash = NameHash.Of(Name.Parse("s"), HashAlgorithmId.Md5);
        HostEntry[] map = [new(hash, DatagramNetwork.Endpoint(99)), new(hash, DatagramNetwork.Endpoint(3))];
        UdpMember client = _net.Add(1, UdpNet.With() with { Hosts = map });
        TestSink sink = client.Ask("s");
        _net.RunFor(3100);
        Assert.NotNull(sink.Flow);
    }

    [Fact]
    public void A_place_that_is_dead_is_a_time_out_and_not_an_unknown_name()
    {
        NameHash hash = NameHash.Of(Name.Parse("s"), HashAlgorithmId.Md5);
        HostEntry[] map = [new(hash, DatagramNetwork.Endpoint(99))];
        UdpMember client = _net.Add(1, UdpNet.With() with { Hosts = map });
        TestSink sink = client.Ask("s");
        _net.RunFor(4000);
        Assert.Equal((1, CloseReason.Timeout), (sink.Outcomes, sink.Reason));
        client.Stack.AssertEmpty();
    }

    [Fact]
    public void A_member_does_not_pick_itself()
    {
        NameHash hash = NameHash.Of(Name.Parse("s"), HashAlgorithmId.Md5);
        HostEntry[] map = [new(hash, DatagramNetwork.Endpoint(1))];
        UdpMember only = _net.Add(1, UdpNet.With(1) with { Hosts = map });
        TestSink sink = only.Ask("s");
        _net.RunFor(5000);
        Assert.Equal(CloseReason.NameUnknown, sink.Reason);
        Assert.Equal(0, _net.Network.SentCount);
    }

    [Fact]
    public void A_query_of_another_version_is_refused_and_ends_the_question()
    {
        UdpMember member = _net.Add(2);
        var raw = new RecordingPortUser();
        DatagramPort stranger = _net.Network.Open(DatagramNetwork.Endpoint(9), member.Stack.Context);
        stranger.User = raw;
        byte[] query = Convert.FromHexString("0000000000000000" + "0201" + "0123456789abcdef" + "ffff");
        member.Port.Receive(stranger.Local, query);
        _net.RunFor(10);
        Assert.Equal("0000000000000000" + "00ff" + "0123456789abcdef" + "0101", Convert.ToHexStringLower(raw.Datagrams.Single()));
        Assert.Equal(1, member.Process.Counters.OtherVersion);
    }

    private sealed class RecordingPortUser : IDatagramUser
    {
        public List<byte[]> Datagrams { get; } = [];

        public void HandleDatagrams(in Train train, in UdpEndpoint from, Instant now) => Datagrams.Add(train[0].ToArray());

        public void HandleWritable(Instant now)
        {
        }
    }
}

using Lamina.Core;
using Lamina.Ipc.Tests.Virtual;
using Lamina.Ipc.Udp;

namespace Lamina.Ipc.Tests.Udp;

/// <summary>Hosts by name that get another address, a hosts file that changes, members that come late.</summary>
public sealed class MovingPlacesTests : IHostResolver, IHostsSource
{
    private static readonly NameHash Hash = NameHash.Of(Name.Parse("s"), HashAlgorithmId.Md5);

    private readonly UdpNet _net = new();
    private UdpEndpoint[] _addresses = [];
    private IReadOnlyList<HostEntry>? _news;
    private int _resolved;

    [Fact]
    public void A_peer_with_a_new_address_is_asked_there_in_the_same_look_up()
    {
        _net.Add(3).Serve("s");
        UdpMember client = Client(new NamedPlace("server.example", DatagramNetwork.Endpoint(2)));
        _addresses = [DatagramNetwork.Endpoint(3)];
        TestSink sink = client.Ask("s");
        _net.RunFor(600);
        Assert.NotNull(sink.Flow);
        Assert.Equal(1, _resolved);
    }

    [Fact]
    public void A_mapped_place_that_does_not_answer_is_looked_up_for_the_next_allocation()
    {
        _net.Add(3).Serve("s");
        UdpMember client = Client(new NamedPlace("server.example", DatagramNetwork.Endpoint(2), Hash));
        _addresses = [DatagramNetwork.Endpoint(3)];
        TestSink first = client.Ask("s");
        _net.RunFor(4000);
        Assert.Equal(CloseReason.Timeout, first.Reason);
        TestSink second = client.Ask("s");
        _net.RunFor(100);
        Assert.NotNull(second.Flow);
    }

    [Fact]
    public void A_host_of_two_addresses_is_asked_at_both()
    {
        _net.Add(3).Serve("s");
        UdpMember client = Client(new NamedPlace("server.example", DatagramNetwork.Endpoint(2)));
        _addresses = [DatagramNetwork.Endpoint(2), DatagramNetwork.Endpoint(3)];
        TestSink sink = client.Ask("s");
        _net.RunFor(600);
        Assert.NotNull(sink.Flow);
    }

    [Fact]
    public void A_silent_host_is_looked_up_every_two_seconds_at_most()
    {
        UdpMember client = Client(new NamedPlace("server.example", DatagramNetwork.Endpoint(2)));
        for (int i = 0; i < 10; i++)
        {
            client.Ask("s");
            _net.RunFor(1000);
        }

        Assert.InRange(_resolved, 4, 6);
    }

    [Fact]
    public void A_hosts_file_that_changed_is_believed_at_the_next_look_up()
    {
        _net.Add(2).Serve("s");
        UdpMember client = _net.Add(1, UdpNet.With() with { HostsSource = this });
        TestSink before = client.Ask("s");
        _net.RunFor(1000);
        Assert.Equal(CloseReason.NameUnknown, before.Reason);

        _news = HostsFile.Parse($"10.0.0.2 {Hash.ToHex()}", 3435);
        TestSink after = client.Ask("s");
        _net.RunFor(1000);
        Assert.NotNull(after.Flow);
        TestSink unchanged = client.Ask("s");
        _net.RunFor(1000);
        Assert.NotNull(unchanged.Flow);

        _news = [];
        TestSink gone = client.Ask("s");
        _net.RunFor(1000);
        Assert.Equal(CloseReason.NameUnknown, gone.Reason);
    }

    [Fact]
    public void Places_of_the_family_that_the_port_does_not_speak_are_passed_over()
    {
        _net.Add(2).Serve("s");
        HostEntry[] map = [.. HostsFile.Parse($"2001:db8::1 {Hash.ToHex()}\n10.0.0.2 {Hash.ToHex()}", 3435)];
        TestSink sink = _net.Add(1, UdpNet.With() with { Hosts = map }).Ask("s");
        _net.RunFor(100);
        Assert.NotNull(sink.Flow);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(260)]
    [InlineData(800)]
    [InlineData(1260)]
    [InlineData(2300)]
    public void A_member_that_comes_late_is_reached_within_half_a_second(long late)
    {
        HostEntry[] map = [new(Hash, DatagramNetwork.Endpoint(2))];
        TestSink sink = _net.Add(1, UdpNet.With() with { Hosts = map }).Ask("s");
        _net.RunFor(late);
        _net.Add(2).Serve("s");
        _net.RunFor(505);
        Assert.NotNull(sink.Flow);
    }

    void IHostResolver.Resolve(string host, ushort port, Action<IReadOnlyList<UdpEndpoint>, Instant> answer)
    {
        Assert.Equal(("server.example", 3435), (host, port));
        _resolved++;
        _net.Time.After(Duration.FromMilliseconds(30), () => answer(_addresses, _net.Time.Now));
    }

    void IHostsSource.Refresh(Action<IReadOnlyList<HostEntry>?, Instant> answer)
    {
        IReadOnlyList<HostEntry>? news = _news;
        _news = null;
        _net.Time.After(Duration.FromMilliseconds(1), () => answer(news, _net.Time.Now));
    }

    private UdpMember Client(NamedPlace place) =>
        _net.Add(1, UdpNet.With() with { NamedPlaces = [place], HostResolver = this });
}

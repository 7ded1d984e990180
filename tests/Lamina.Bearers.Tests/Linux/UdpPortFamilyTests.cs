using System.Net;
using Lamina.Bearers.Edges;
using Lamina.Bearers.Linux;
using Lamina.Core;

namespace Lamina.Bearers.Tests.Linux;

/// <summary>Ports of either family, and datagrams that must not be cut.</summary>
public class UdpPortFamilyTests
{
    /// <summary>What the ports are made of.</summary>
    protected virtual SystemEdge Edge => LinuxEdge.Instance;

    private readonly PacketPool _pool = new();

    public static TheoryData<string, string> Pairs => new()
    {
        { "127.0.0.1", "127.0.0.1" },
        { "::1", "::1" },
        { "::", "127.0.0.1" },
        { "::", "::1" },
    };

    [Theory]
    [MemberData(nameof(Pairs))]
    public void A_train_and_a_probe_arrive_and_the_sender_is_known(string from, string to)
    {
        using var sender = new UdpPort(new IPEndPoint(IPAddress.Parse(from), 0), _pool, Edge);
        using var receiver = new UdpPort(new IPEndPoint(IPAddress.Parse(to), 0), _pool, Edge);
        var user = new Recorder();
        receiver.User = user;

        sender.Send(Make(40 * 1452, 1452), receiver.Local, Instant.Zero);
        Assert.True(sender.TrySendWhole(Make(8952, 8952), receiver.Local, Instant.Zero));
        // Cutting is allowed again after it: IP takes what no loopback device does.
        sender.Send(Make(65_000, 65_000), receiver.Local, Instant.Zero);
        Receive(receiver, user, 42);

        Assert.Equal([.. Enumerable.Repeat(1452, 40), 8952, 65_000], user.Lengths);
        Assert.All(user.Senders, endpoint => Assert.Equal(new IPEndPoint(IPAddress.Parse(to), sender.Local.Port), endpoint.ToIPEndPoint()));
        Assert.Equal((3, 0, 0), (sender.Counters.Sent, sender.Counters.DroppedTooLarge, sender.Counters.DroppedUnsendable));
        sender.Close();
        receiver.Close();
        Assert.Equal(0, _pool.RentedCount);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    public void What_the_interface_does_not_take_whole_is_a_no_and_no_loss(string address)
    {
        using var port = new UdpPort(new IPEndPoint(IPAddress.Parse(address), 0), _pool, Edge);
        // Loopback takes packets of 65536; a datagram of more is nothing that IP has a length for.
        Assert.False(port.TrySendWhole(Make(65_530, 65_530), port.Local, Instant.Zero));
        Assert.Equal((0, 0), (port.Counters.Sent, port.Counters.DroppedTooLarge));
        Assert.Equal(0, _pool.RentedCount);
    }

    private Train Make(int total, int segment)
    {
        Assert.True(_pool.TryRent(total, out PacketBuffer buffer));
        return Train.Contiguous(buffer, 0, total, segment);
    }

    private static void Receive(UdpPort port, Recorder user, int count)
    {
        var poll = new PollSet(1);
        poll.Add(port.Descriptor);
        while (user.Lengths.Count < count)
        {
            Assert.True(poll.Wait(TimeSpan.FromSeconds(10)) > 0, $"{user.Lengths.Count} of {count} datagrams came");
            port.HandleReady(readable: true, writable: false, Instant.Zero);
        }
    }

    private sealed class Recorder : IDatagramUser
    {
        public List<int> Lengths { get; } = [];

        public List<UdpEndpoint> Senders { get; } = [];

        public void HandleDatagrams(in Train train, in UdpEndpoint from, Instant now)
        {
            for (int i = 0; i < train.Count; i++)
            {
                Lengths.Add(train.LengthOf(i));
                Senders.Add(from);
            }
        }

        public void HandleWritable(Instant now)
        {
        }
    }
}

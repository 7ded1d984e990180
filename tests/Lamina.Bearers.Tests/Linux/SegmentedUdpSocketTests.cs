using System.Net;
using System.Net.Sockets;
using Lamina.Bearers.Linux;
using Lamina.Core;

namespace Lamina.Bearers.Tests.Linux;

public sealed unsafe class SegmentedUdpSocketTests
{
    public static TheoryData<string, bool> Paths => new()
    {
        { "127.0.0.1", true },
        { "127.0.0.1", false },
        { "::1", true },
        { "::1", false },
    };

    [Theory]
    [MemberData(nameof(Paths))]
    public void A_train_arrives_as_equal_datagrams_and_a_short_last_one(string address, bool offload)
    {
        using var pair = new UdpPair(IPAddress.Parse(address), offload);
        Assert.Equal(new UdpSent(UdpStatus.Ok, 44 * 1400 + 9), pair.Send(44 * 1400 + 9, 1400));
        var datagrams = pair.Receive(44 * 1400 + 9, out var calls);
        Assert.Equal([.. Enumerable.Repeat(1400, 44), 9], datagrams);
        Assert.Equal(offload, pair.Sender.SegmentsSends);
        if (offload && pair.Receiver.CoalescesReceives)
        {
            Assert.Equal(1, calls);
        }
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void Segments_may_lie_across_pieces(string address, bool offload)
    {
        using var pair = new UdpPair(IPAddress.Parse(address), offload);
        Assert.Equal(UdpStatus.Ok, pair.Send(10_000, 1200, pieceSize: 333).Status);
        Assert.Equal([.. Enumerable.Repeat(1200, 8), 400], pair.Receive(10_000, out _));
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void A_single_datagram_is_a_train_of_one(string address, bool offload)
    {
        using var pair = new UdpPair(IPAddress.Parse(address), offload);
        Assert.Equal(UdpStatus.Ok, pair.Send(700, 1400).Status);
        Assert.Equal([700], pair.Receive(700, out _));
    }

    [Fact]
    public void The_largest_trains_pass()
    {
        using var pair = new UdpPair(IPAddress.Loopback);
        Assert.Equal(UdpStatus.Ok, pair.Send(SegmentedUdpSocket.MaxPayload, 1400).Status);
        Assert.Equal(47, pair.Receive(SegmentedUdpSocket.MaxPayload, out _).Count);
        Assert.Equal(UdpStatus.Ok, pair.Send(64 * 100, 100).Status);
        Assert.Equal(64, pair.Receive(64 * 100, out _).Count);
    }

    [Theory]
    [InlineData(SegmentedUdpSocket.MaxPayload + 1, 1400)]
    [InlineData(64 * 100 + 1, 100)]
    [InlineData(1, 0)]
    public void An_oversize_train_is_refused_whole(int length, int segmentSize)
    {
        using var pair = new UdpPair(IPAddress.Loopback);
        Assert.Equal(new UdpSent(UdpStatus.TooLarge, 0), pair.Send(length, segmentSize));
        Assert.Equal(UdpStatus.WouldBlock, pair.Receiver.Receive(new byte[10]).Status);
    }

    [Fact]
    public void A_train_that_the_kernel_will_not_cut_arrives_nevertheless()
    {
        // A socket without checksums (SOL_SOCKET, SO_NO_CHECK) may not use segmentation: EINVAL for each train.
        var socket = UdpPair.Bound(IPAddress.Loopback);
        socket.SetRawSocketOption(1, 11, BitConverter.GetBytes(1));
        using var pair = new UdpPair(new SegmentedUdpSocket(socket), IPAddress.Loopback);
        Assert.True(pair.Sender.SegmentsSends);
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(new UdpSent(UdpStatus.Ok, 10_000), pair.Send(10_000, 1400));
            Assert.Equal([.. Enumerable.Repeat(1400, 7), 200], pair.Receive(10_000, out _));
        }
    }

    [Fact]
    public void A_train_of_each_of_a_hundred_and_fifty_flows_waits_for_who_reads_late()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "the system's limit, net.core.rmem_max, holds for who may not pass it");
        const int Trains = 150;
        using var pair = new UdpPair(IPAddress.Loopback);
        for (var i = 0; i < Trains; i++)
        {
            Assert.Equal(UdpStatus.Ok, pair.Send(63_000, 1400).Status);
        }

        for (var i = 0; i < Trains; i++)
        {
            Assert.Equal(45, pair.Receive(63_000, out _).Count);
        }
    }

    [Fact]
    public void Nothing_to_receive_is_a_value()
    {
        using var pair = new UdpPair(IPAddress.Loopback);
        Assert.Equal(UdpStatus.WouldBlock, pair.Receiver.Receive(new byte[2000]).Status);
    }

    [Fact]
    public void A_datagram_that_does_not_fit_says_so()
    {
        using var pair = new UdpPair(IPAddress.Loopback);
        pair.Send(1000, 1000);
        var small = new byte[100];
        var result = pair.Receiver.Receive(small);
        Assert.Equal(UdpStatus.TooLarge, result.Status);
        Assert.Equal(100, result.Length);
    }

    [Fact]
    public void A_closed_port_is_a_value()
    {
        using var pair = new UdpPair(IPAddress.Loopback);
        using var closed = UdpPair.Bound(IPAddress.Loopback);
        var nobody = (IPEndPoint)closed.LocalEndPoint!;
        closed.Dispose();
        // Linux reports a closed port to connected sockets only.
        var socket = UdpPair.Bound(IPAddress.Loopback);
        socket.Connect(nobody);
        using var sender = new SegmentedUdpSocket(socket);
        byte one = 1;
        Assert.Equal(UdpStatus.Ok, sender.Send([new IoVector(&one, 1)], 1, UdpEndpoint.From(nobody)).Status);
        Assert.Equal(UdpStatus.Refused, sender.Send([new IoVector(&one, 1)], 1, UdpEndpoint.From(nobody)).Status);
    }

    [Fact]
    public void An_IPv6_address_is_unreachable_from_an_IPv4_socket()
    {
        using var pair = new UdpPair(IPAddress.Loopback);
        byte one = 1;
        var destination = UdpEndpoint.From(new IPEndPoint(IPAddress.IPv6Loopback, 9));
        Assert.Equal(UdpStatus.Unreachable, pair.Sender.Send([new IoVector(&one, 1)], 1, destination).Status);
    }

    [Fact]
    public void A_dual_mode_socket_names_IPv4_peers_as_an_IPv4_socket_does()
    {
        var socket = new Socket(AddressFamily.InterNetworkV6, SocketType.Dgram, ProtocolType.Udp) { DualMode = true };
        socket.Bind(new IPEndPoint(IPAddress.IPv6Any, 0));
        using var dual = new SegmentedUdpSocket(socket);
        using var plain = new SegmentedUdpSocket(UdpPair.Bound(IPAddress.Loopback));
        var poll = new PollSet(1);
        poll.Add(dual.Descriptor);
        byte one = 1;
        var to = UdpEndpoint.From(new IPEndPoint(IPAddress.Loopback, dual.LocalEndpoint.Port));
        Assert.Equal(UdpStatus.Ok, plain.Send([new IoVector(&one, 1)], 1, to).Status);
        Assert.Equal(1, poll.Wait(TimeSpan.FromSeconds(10)));
        var buffer = new byte[10];
        Assert.Equal(plain.LocalEndpoint, dual.Receive(buffer).Sender);
        Assert.Equal(UdpStatus.Ok, dual.Send([new IoVector(&one, 1)], 1, plain.LocalEndpoint).Status);
    }

    [Fact]
    public void Socket_buffers_are_read_back()
    {
        using var pair = new UdpPair(IPAddress.Loopback);
        Assert.True(pair.Receiver.ReceiveBufferSize > 100_000);
        Assert.True(pair.Sender.SendBufferSize > 100_000);
    }

    [Fact]
    public void A_closed_socket_is_told_by_the_platform_not_by_a_crash()
    {
        var pair = new UdpPair(IPAddress.Loopback);
        pair.Dispose();
        Assert.Throws<ObjectDisposedException>(() => pair.Receiver.Receive(new byte[10]));
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void A_call_costs_no_allocation(string address, bool offload)
    {
        using var pair = new UdpPair(IPAddress.Parse(address), offload);
        var memory = GC.AllocateArray<byte>(SegmentedUdpSocket.ReceiveBufferLength, pinned: true);
        var to = pair.Receiver.LocalEndpoint;
        Assert.Equal(0, LeastAllocated.By(() =>
        {
            fixed (byte* start = memory)
            {
                pair.Sender.Send([new IoVector(start, 10_000)], 1000, to);
            }

            while (pair.Receiver.Receive(memory).Status == UdpStatus.Ok)
            {
            }
        }));
    }
}

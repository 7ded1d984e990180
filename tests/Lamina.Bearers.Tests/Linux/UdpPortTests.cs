using System.Net;
using System.Net.Sockets;
using Lamina.Bearers.Edges;
using Lamina.Bearers.Linux;
using Lamina.Core;

namespace Lamina.Bearers.Tests.Linux;

public class UdpPortTests : IDatagramUser, IDisposable
{
    private readonly PacketPool _pool = new();
    private readonly UdpPort _sender;
    private readonly UdpPort _receiver;
    private readonly List<byte[]> _received = [];
    private readonly List<Train> _kept = [];
    private bool _keeps;
    private bool _closes;

    public UdpPortTests()
        : this(LinuxEdge.Instance)
    {
    }

    protected UdpPortTests(SystemEdge edge)
    {
        _sender = new UdpPort(new IPEndPoint(IPAddress.Loopback, 0), _pool, edge);
        _receiver = new UdpPort(new IPEndPoint(IPAddress.Loopback, 0), _pool, edge) { User = this };
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0, 40)]
    [InlineData(8, 1)]
    [InlineData(8, 40)]
    public void A_train_arrives_as_its_segments_whether_contiguous_or_not(int gap, int count)
    {
        Train train = MakeTrain(gap, count, 1000, 300);
        byte[][] expected = [.. Enumerable.Range(0, count).Select(i => train[i].ToArray())];
        _sender.Send(train, _receiver.Local, Instant.Zero);
        Receive(count);
        Assert.Equal(expected, _received);
        Assert.Equal(1, _sender.Counters.Sent);
        AssertNothingHeld();
    }

    [Fact]
    public void What_waits_in_the_systems_queues_is_two_trains_at_most()
    {
        using var handle = new SafeSocketHandle(_sender.Descriptor.DangerousGetHandle(), ownsHandle: false);
        using var socket = new Socket(handle);
        // The system doubles what it is asked for; what comes in keeps all the room that there is.
        Assert.InRange(socket.SendBufferSize, UdpPort.SendBuffer, 2 * UdpPort.SendBuffer);
        Assert.True(socket.ReceiveBufferSize > socket.SendBufferSize);
    }

    [Fact]
    public void A_train_that_the_user_keeps_stays_as_it_was()
    {
        _keeps = true;
        for (byte value = 1; value <= 5; value++)
        {
            Train train = MakeTrain(0, 20, 1000, 1000);
            train.Buffer.Span.Fill(value);
            _sender.Send(train, _receiver.Local, Instant.Zero);
            Receive(20 * value);
        }

        byte[] values = [.. _kept.SelectMany(train => Enumerable.Range(0, train.Count).Select(i => train[i][999]))];
        Assert.Equal([.. Enumerable.Range(1, 5).SelectMany(value => Enumerable.Repeat((byte)value, 20))], values);
        _kept.ForEach(train => train.Buffer.Release());
        AssertNothingHeld();
    }

    [Fact]
    public void Received_packets_have_room_for_headers_in_front()
    {
        _keeps = true;
        _sender.Send(MakeTrain(0, 1, 100, 100), _receiver.Local, Instant.Zero);
        Receive(1);
        Assert.True(_kept[0].HeadRoom >= UdpPort.ReceiveHeadRoom);
        Assert.Equal(PacketPool.SmallCapacity, _kept[0].Buffer.Capacity);
        _kept[0].Buffer.Release();
        AssertNothingHeld();
    }

    [Fact]
    public void A_port_that_is_closed_while_it_delivers_does_not_take_the_train_away()
    {
        _closes = true;
        _sender.Send(MakeTrain(0, 20, 1000, 1000), _receiver.Local, Instant.Zero);
        Receive(1);
        AssertNothingHeld();
    }

    [Fact]
    public void What_cannot_be_sent_is_counted_and_given_back()
    {
        _sender.Send(MakeTrain(0, 1, 100, 100), UdpEndpoint.From(new IPEndPoint(IPAddress.IPv6Loopback, 9)), Instant.Zero);
        Assert.Equal(1, _sender.Counters.DroppedUnsendable);
        _sender.Close();
        _sender.Send(MakeTrain(0, 1, 100, 100), _receiver.Local, Instant.Zero);
        AssertNothingHeld();
    }

    public void Dispose()
    {
        _sender.Dispose();
        _receiver.Dispose();
        GC.SuppressFinalize(this);
    }

    void IDatagramUser.HandleDatagrams(in Train train, in UdpEndpoint from, Instant now)
    {
        Assert.Equal(_sender.Local, from);
        if (_closes)
        {
            _receiver.Close();
            Assert.True(_pool.TryRent(PacketPool.LargeCapacity, out PacketBuffer other));
            Assert.NotSame(train.Buffer, other);
            other.Release();
        }

        for (int i = 0; i < train.Count; i++)
        {
            _received.Add(train[i].ToArray());
        }

        if (_keeps)
        {
            train.Buffer.Retain();
            _kept.Add(train);
        }
    }

    void IDatagramUser.HandleWritable(Instant now)
    {
    }

    private Train MakeTrain(int gap, int count, int length, int last)
    {
        Assert.True(_pool.TryRent(PacketPool.LargeCapacity, out PacketBuffer buffer));
        new SeededRandom(7).Fill(buffer.Span);
        return new Train
        {
            Buffer = buffer,
            Offset = gap,
            Stride = length + gap,
            Length = count == 1 ? last : length,
            LastLength = last,
            Count = count,
            HeadRoom = gap,
        };
    }

    private void Receive(int count)
    {
        var poll = new PollSet(1);
        poll.Add(_receiver.Descriptor);
        while (_received.Count < count)
        {
            Assert.True(poll.Wait(TimeSpan.FromSeconds(10)) > 0, $"{_received.Count} of {count} datagrams came");
            _receiver.HandleReady(readable: true, writable: false, Instant.Zero);
        }
    }

    private void AssertNothingHeld()
    {
        _sender.Close();
        _receiver.Close();
        Assert.Equal(0, _pool.RentedCount);
    }
}

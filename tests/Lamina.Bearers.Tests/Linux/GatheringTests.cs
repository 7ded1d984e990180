using System.Net;
using Lamina.Bearers.Linux;
using Lamina.Core;

namespace Lamina.Bearers.Tests.Linux;

/// <summary>
/// What several flows send in a turn leaves with one call. On a socket that writes down what it is given; how the kernel cuts is seen by
/// <see cref="UdpPortTests"/>.
/// </summary>
public sealed class GatheringTests : IDisposable
{
    private readonly PacketPool _pool = new();
    private readonly MachineContext _domain;
    private readonly RecordingEdge _edge = new();
    private readonly UdpPort _port;
    private readonly UdpEndpoint _near = UdpEndpoint.From(new IPEndPoint(IPAddress.Loopback, 1001));
    private readonly UdpEndpoint _far = UdpEndpoint.From(new IPEndPoint(IPAddress.Loopback, 1002));
    private readonly List<SentDatagram> _expected = [];
    private byte _next;

    public GatheringTests()
    {
        _domain = new MachineContext(_pool, new SeededRandom(1));
        _port = new UdpPort(new IPEndPoint(IPAddress.Loopback, 0), _pool, _edge) { Domain = _domain };
    }

    [Fact]
    public void Trains_of_a_turn_leave_with_one_call_at_its_end()
    {
        Send(_near, 10, 1000, 1000, gap: 40);
        Send(_near, 3, 1000, 1000, gap: 0);
        Send(_near, 1, 80, 80, gap: 0);
        Assert.Empty(Left);
        EndTurn();
        AssertAllLeft(calls: 1);
        Assert.Equal(3, _port.Counters.Sent);
        Assert.Equal((13 * 1000) + 80, _port.Counters.SentBytes);
    }

    [Fact]
    public void Answers_of_one_length_leave_with_one_call()
    {
        for (int i = 0; i < 50; i++)
        {
            Send(_near, 1, 80, 80, gap: 0);
        }

        EndTurn();
        AssertAllLeft(calls: 1);
    }

    [Fact]
    public void Behind_a_shorter_segment_nothing_goes_with_the_same_call()
    {
        Send(_near, 5, 1000, 400, gap: 0);
        Send(_near, 5, 1000, 1000, gap: 0);
        EndTurn();
        AssertAllLeft(calls: 2);
    }

    [Fact]
    public void Other_places_and_longer_segments_have_calls_of_their_own()
    {
        Send(_near, 2, 1000, 1000, gap: 0);
        Send(_far, 2, 1000, 1000, gap: 0);
        Send(_far, 2, 1100, 1100, gap: 0);
        EndTurn();
        AssertAllLeft(calls: 3);
    }

    [Fact]
    public void A_long_train_leaves_at_once_behind_what_was_gathered()
    {
        Send(_near, 2, 1000, 1000, gap: 0);
        Send(_near, 45, 1400, 1400, gap: 0);
        AssertAllLeft(calls: 2);
    }

    [Fact]
    public void An_empty_datagram_goes_by_itself()
    {
        Send(_near, 2, 1000, 1000, gap: 0);
        Send(_near, 1, 0, 0, gap: 8);
        Send(_near, 1, 0, 0, gap: 8);
        Send(_near, 2, 1000, 1000, gap: 0);
        EndTurn();
        AssertAllLeft(calls: 4);
    }

    [Fact]
    public void A_port_that_closes_sends_what_it_has_gathered()
    {
        Send(_near, 2, 1000, 1000, gap: 0);
        _port.Close();
        AssertAllLeft(calls: 1);
        EndTurn();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Where_the_buffer_is_full_the_rest_waits_in_its_order(bool inParts)
    {
        _edge.Socket.SendsParts = inParts;
        _edge.Socket.Room = 7;
        Send(_near, 5, 1000, 1000, gap: 8);
        Send(_near, 5, 1000, 1000, gap: 0);
        Send(_near, 5, 1000, 1000, gap: 8);
        EndTurn();
        Assert.Equal(inParts ? 7 : 0, Left.Count);
        Assert.Equal(0, _port.Credit);
        Send(_near, 1, 1000, 1000, gap: 0);
        _edge.Socket.Room = int.MaxValue;
        _port.HandleReady(readable: false, writable: true, Instant.Zero);
        AssertAllLeft();
        Assert.Equal(16 * 1000, _port.Counters.SentBytes);
    }

    [Fact]
    public void What_may_wait_leaves_with_what_the_next_turns_bring()
    {
        for (int turn = 0; turn < 10; turn++)
        {
            Send(_near, 1, 1000, 1000, gap: 0);
            EndTurn(mayWait: true);
            Assert.Empty(Left);
        }

        EndTurn();
        AssertAllLeft(calls: 1);
    }

    [Fact]
    public void Nothing_waits_for_longer_than_50_us()
    {
        Send(_near, 1, 1000, 1000, gap: 0);
        EndTurn(mayWait: true, At(49));
        Assert.Empty(Left);
        EndTurn(mayWait: true, At(50));
        AssertAllLeft(calls: 1);

        // The time counts anew.
        Send(_near, 1, 1000, 1000, gap: 0, At(60));
        EndTurn(mayWait: true, At(109));
        Assert.Empty(Left);
        EndTurn(mayWait: true, At(110));
        AssertAllLeft(calls: 2);
    }

    [Theory]
    [InlineData(3, 400)]
    [InlineData(64, 500)]
    public void What_nothing_fits_behind_does_not_wait(int count, int last)
    {
        Send(_near, count, 500, last, gap: 0);
        EndTurn(mayWait: true);
        AssertAllLeft(calls: 1);
    }

    /// <summary>The oracle: a port that sends each train by itself.</summary>
    [Fact]
    public void Whatever_is_sent_leaves_as_if_each_train_had_gone_by_itself()
    {
        int[] lengths = [80, 80, 80, 1000, 1452, 1452];
        for (int seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            _edge.Socket.SendsParts = random.Next(2) == 0;
            for (int turn = 0; turn < 10; turn++)
            {
                _edge.Socket.Room = random.Next(4) == 0 ? random.Next(100) : int.MaxValue;
                for (int trains = random.Next(12); trains > 0; trains--)
                {
                    int length = lengths[random.Next(lengths.Length)];
                    int count = random.Next(4) == 0 ? random.Next(1, 45) : random.Next(1, 6);
                    int last = random.Next(5) == 0 ? random.Next(1, length + 1) : length;
                    Send(random.Next(5) == 0 ? _far : _near, count, count == 1 ? last : length, last, gap: random.Next(2) * 8);
                }

                EndTurn(mayWait: random.Next(2) == 0, At(turn * 30));
                _edge.Socket.Room = int.MaxValue;
                _port.HandleReady(readable: false, writable: true, Instant.Zero);
            }

            EndTurn();
            _port.HandleReady(readable: false, writable: true, Instant.Zero);
            Assert.Equal(0, _port.Counters.DroppedQueueFull);
            AssertAllLeft();
        }
    }

    public void Dispose() => _port.Dispose();

    private List<SentDatagram> Left => _edge.Socket.Left;

    private static Instant At(int microseconds) => Instant.Zero + Duration.FromMicroseconds(microseconds);

    private void Send(UdpEndpoint to, int count, int length, int last, int gap, Instant now = default)
    {
        Assert.True(_pool.TryRent(count * (length + gap), out PacketBuffer buffer));
        var train = new Train { Buffer = buffer, Stride = length + gap, Length = length, LastLength = last, Count = count };
        for (int i = 0; i < count; i++)
        {
            train[i].Fill(_next++);
            _expected.Add(SentDatagram.Of(to, train[i]));
        }

        _port.Send(train, to, now);
    }

    private void EndTurn(bool mayWait = false, Instant now = default)
    {
        _domain.RunQueue.Drain(now);
        _domain.Departures.Run(mayWait, now);
    }

    private void AssertAllLeft(int? calls = null)
    {
        Assert.Equal(_expected, Left);
        Assert.Equal(calls ?? _edge.Socket.Calls, _edge.Socket.Calls);
        Assert.Equal(0, _pool.RentedCount);
        _expected.Clear();
        Left.Clear();
    }
}

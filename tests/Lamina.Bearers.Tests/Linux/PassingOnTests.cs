using System.Net;
using Lamina.Bearers.Linux;
using Lamina.Core;

namespace Lamina.Bearers.Tests.Linux;

/// <summary>A host that only forwards: what came in goes out before more is received.</summary>
public sealed class PassingOnTests : IDatagramUser, IDeferred, IDisposable
{
    private const int Trains = 5;
    private const int Segments = 20;
    private const int Length = 1000;

    private readonly PacketPool _pool = new();
    private readonly MachineContext _domain;
    private readonly UdpPort _sender;
    private readonly UdpPort _middle;
    private readonly HashSet<PacketBuffer> _buffers = [];
    private bool _isPassedOn;
    private bool _closes;
    private int _left;
    private int _came;
    private int _most;

    public PassingOnTests()
    {
        _domain = new MachineContext(_pool, new SeededRandom(1));
        _sender = new UdpPort(new IPEndPoint(IPAddress.Loopback, 0), _pool);
        _middle = new UdpPort(new IPEndPoint(IPAddress.Loopback, 0), _pool) { User = this, Domain = _domain };
    }

    [Fact]
    public void What_is_passed_on_leaves_before_more_comes_and_more_comes_into_the_same_memory()
    {
        _isPassedOn = true;
        SendTrains();
        Receive();
        Assert.Equal(_came, _left);
        Assert.Equal(1, _most);
        Assert.Single(_buffers);
    }

    [Fact]
    public void What_turns_around_without_a_train_waits_until_the_turn_ends()
    {
        SendTrains();
        Receive();
        Assert.Equal(0, _left);
        _domain.RunQueue.Drain(Instant.Zero);
        Assert.Equal(_came, _left);
    }

    [Fact]
    public void A_port_that_is_closed_by_what_is_passed_on_gives_everything_back()
    {
        _isPassedOn = _closes = true;
        SendTrains();
        Receive();
        _sender.Close();
        Assert.True(_middle.IsClosed);
        Assert.Equal(0, _pool.RentedCount);
    }

    public void Dispose()
    {
        _sender.Dispose();
        _middle.Dispose();
    }

    void IDatagramUser.HandleDatagrams(in Train train, in UdpEndpoint from, Instant now)
    {
        _came += train.Count;
        if (_isPassedOn)
        {
            train.Buffer.Retain();
            _domain.RunQueue.TryPostTrain(this, train.Count, train);
            _most = Math.Max(_most, _domain.RunQueue.Trains);
            _buffers.Add(train.Buffer);
        }
        else
        {
            _domain.RunQueue.Post(this, train.Count);
        }
    }

    void IDatagramUser.HandleWritable(Instant now)
    {
    }

    void IDeferred.RunDeferred(int code, in Train train, Instant now)
    {
        _left += code;
        if (_isPassedOn)
        {
            train.Buffer.Release();
        }

        if (_closes)
        {
            _middle.Close();
        }
    }

    private void SendTrains()
    {
        for (int i = 0; i < Trains; i++)
        {
            Assert.True(_pool.TryRent(PacketPool.LargeCapacity, out PacketBuffer buffer));
            _sender.Send(Train.Contiguous(buffer, 0, Segments * Length, Length), _middle.Local, Instant.Zero);
        }
    }

    private void Receive()
    {
        var poll = new PollSet(1);
        poll.Add(_middle.Descriptor);
        while (_came < Trains * Segments && !_middle.IsClosed)
        {
            Assert.True(poll.Wait(TimeSpan.FromSeconds(10)) > 0, $"{_came} of {Trains * Segments} packets came");
            _middle.HandleReady(readable: true, writable: false, Instant.Zero);
        }
    }
}

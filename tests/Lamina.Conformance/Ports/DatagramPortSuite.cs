using Lamina.Conformance.Layers;
using Lamina.Core;

namespace Lamina.Conformance.Ports;

/// <summary>
/// What every bearer under an IPC process of kind udp owes, on a way that loses nothing and keeps the order of each sender.
/// Not: speed, or a full socket.
/// </summary>
public abstract class DatagramPortSuite : IDisposable
{
    private readonly RecordingPortUser _user = new();
    private PortPair? _pair;

    private PortPair Pair => _pair ??= MakeWithUser();

    private IDatagramPort Sender => Pair.Sender;

    private IDatagramPort Receiver => Pair.Receiver;

    /// <inheritdoc/>
    public virtual void Dispose()
    {
        _pair?.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public void A_port_says_where_it_is_and_what_it_carries()
    {
        Assert.NotEqual(Sender.Local, Receiver.Local);
        Assert.NotEqual(Sender.Local, Pair.OtherSender.Local);
        Assert.NotEqual(0, Receiver.Local.Port);
        Assert.InRange(Sender.MaxPayload, 1200, 65_507);
        Assert.True(Sender.Credit > 0);
    }

    [Fact]
    public void Datagrams_of_every_length_come_whole_with_their_sender()
    {
        int most = Sender.MaxPayload;
        byte[][] datagrams = [.. new[] { 1, 2, 7, 8, 63, 64, 65, most / 2, most - 1, most }.Select((length, i) => TrainMaker.Packet(i, length))];
        foreach (byte[] datagram in datagrams)
        {
            Send(Sender, 0, datagram);
        }

        Expect(datagrams.Length);
        Assert.Equal(datagrams, _user.From(Sender.Local));
        End();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(8)]
    [InlineData(64)]
    public void Trains_of_every_shape_come_as_their_datagrams(int gap)
    {
        int most = Sender.MaxPayload;
        var sent = new List<byte[]>();
        foreach ((int length, int last, int wanted) in new[] { (1, 1, 3), (100, 1, 20), (most, most, 40), (most, 1, 7), (300, 299, 2), (40, 40, 200), (most / 2, 2, 5) })
        {
            int count = Math.Min(wanted, PacketPool.LargeCapacity / (length + gap));
            byte[][] train = [.. Enumerable.Range(0, count).Select(i => TrainMaker.Packet((length * 100) + i, i == count - 1 ? last : length))];
            sent.AddRange(train);
            Send(Sender, gap, train);
            Expect(sent.Count);
        }

        Assert.Equal(sent, _user.From(Sender.Local));
        End();
    }

    [Fact]
    public void What_two_senders_send_does_not_mix()
    {
        for (int i = 0; i < 50; i++)
        {
            Send(Sender, 0, TrainMaker.Packet(i, 100), TrainMaker.Packet(i + 1000, 100));
            Send(Pair.OtherSender, 0, TrainMaker.Packet(i + 2000, 100));
        }

        Expect(150);
        Assert.Equal(Enumerable.Range(0, 50).SelectMany(i => new[] { TrainMaker.Packet(i, 100), TrainMaker.Packet(i + 1000, 100) }), _user.From(Sender.Local));
        Assert.Equal(Enumerable.Range(2000, 50).Select(i => TrainMaker.Packet(i, 100)), _user.From(Pair.OtherSender.Local));
        End();
    }

    [Fact]
    public void A_train_that_the_user_keeps_stays_as_it_was_and_may_be_written_to()
    {
        _ = Pair;
        _user.Keeps = true;
        for (int i = 0; i < 5; i++)
        {
            Send(Sender, 0, [.. Enumerable.Range(0, 20).Select(j => TrainMaker.Packet((i * 20) + j, 1000))]);
            Expect((i + 1) * 20);
        }

        byte[][] kept = [.. _user.Kept.SelectMany(train => Enumerable.Range(0, train.Count).Select(i => train[i].ToArray()))];
        Assert.Equal(Enumerable.Range(0, 100).Select(i => TrainMaker.Packet(i, 1000)), kept);
        _user.Kept.ForEach(train => train.Buffer.Span[..(train.Offset + train.TotalLength)].Clear());
        _user.Kept.ForEach(train => train.Buffer.Release());
        End();
    }

    [Fact]
    public void What_cannot_arrive_is_given_back()
    {
        Send(Sender, 0, [1, 2, 3]);
        Sender.Send(TrainMaker.Make(Pair.Context.Pool, 0, [1], [2]), Pair.Nowhere, Pair.Now);
        Expect(1);
        Sender.Close();
        Send(Sender, 0, [4]);
        End();
        Assert.Single(_user.Datagrams);
    }

    [Fact]
    public void A_closed_port_hands_nothing_up()
    {
        Send(Sender, 0, [1]);
        Expect(1);
        Send(Sender, 0, [2]);
        Receiver.Close();
        Send(Pair.OtherSender, 0, [3]);
        End();
        Assert.Single(_user.Datagrams);
    }

    [Fact]
    public void A_port_may_be_closed_inside_its_own_call()
    {
        _ = Pair;
        int trains = 0;
        _user.OnTrain = () =>
        {
            trains++;
            Receiver.Close();
        };
        for (int i = 0; i < 10; i++)
        {
            Send(Sender, 0, TrainMaker.Packet(i, 100 + i));
        }

        Expect(1);
        End();
        Assert.Equal(1, trains);
    }

    /// <summary>Makes the ports.</summary>
    protected abstract PortPair Make();

    private PortPair MakeWithUser()
    {
        PortPair pair = Make();
        pair.Receiver.User = _user;
        return pair;
    }

    private void Send(IDatagramPort from, int headRoom, params byte[][] datagrams) =>
        from.Send(TrainMaker.Make(Pair.Context.Pool, headRoom, datagrams), Receiver.Local, Pair.Now);

    private void Expect(int count)
    {
        Assert.True(Pair.RunUntil(() => _user.Datagrams.Count >= count), $"{_user.Datagrams.Count} of {count} datagrams came");
        Assert.Equal(count, _user.Datagrams.Count(datagram => datagram.From == Sender.Local || datagram.From == Pair.OtherSender.Local));
    }

    /// <summary>Nothing is held once all ports are closed, and nothing comes any more.</summary>
    private void End()
    {
        Sender.Close();
        Pair.OtherSender.Close();
        Receiver.Close();
        Assert.True(Pair.RunUntil(() => Pair.Context.Pool.RentedCount == 0), $"{Pair.Context.Pool.RentedCount} buffers were not given back");
        Assert.Equal(0, Pair.Context.Timers.Count);
    }
}

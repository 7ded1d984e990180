using Lamina.Core;
using Lamina.Ipc.Udp.Impairment;
using Lamina.Simulation.Links;

namespace Lamina.Simulation.Tests;

public class SimulatedLinkTests
{
    [Fact]
    public void Events_happen_by_time_and_at_one_time_in_the_order_in_which_they_were_asked_for()
    {
        using var network = new SimulatedNetwork(1);
        var random = new SeededRandom(9);
        var happened = new List<(Instant At, int Number)>();
        for (int i = 0; i < 5000; i++)
        {
            int number = i;
            network.At(Instant.Zero + Duration.FromMicroseconds(random.Next(500)), now => happened.Add((now, number)));
        }

        network.RunFor(Duration.FromSeconds(1));
        Assert.Equal(5000, happened.Count);
        Assert.Equal(happened.OrderBy(one => one.At).ThenBy(one => one.Number), happened);
        Assert.Equal(0, network.LateCount);
    }

    [Fact]
    public void Bursts_lose_as_much_as_the_model_says_and_in_runs()
    {
        using var pair = new Pair(new LinkProfile { Burst = new BurstLoss(0.02, 0.2, 1), Merge = 0 });
        pair.Send(20_000, 100);
        double lost = pair.Link.ForthCounters.Lost / 20_000.0;

        // Ill with a chance of begin / (begin + end) = 1/11.
        Assert.InRange(lost, 0.07, 0.115);
        int runs = Enumerable.Range(1, pair.Received.Count - 1).Count(i => pair.Received[i] - pair.Received[i - 1] > 1);
        Assert.InRange(20_000 * lost / runs, 3.5, 6.5);
    }

    [Fact]
    public void A_full_queue_takes_the_credit_and_half_of_it_gives_it_back()
    {
        using var pair = new Pair(new LinkProfile { BitsPerSecond = 8_000_000, QueueBytes = 10_000 });
        Assert.Equal(10_000, pair.A.Credit);
        pair.Send(9, 1000);
        Assert.Equal((0, 0), (pair.A.Credit, pair.Writable));

        // 9 000 bytes at 1 MB/s: 4 ms until 5 000 of the queue's 10 000 are free.
        pair.Network.RunFor(Duration.FromMicroseconds(3900));
        Assert.Equal((0, 0), (pair.A.Credit, pair.Writable));
        pair.Network.RunFor(Duration.FromMicroseconds(200));
        Assert.Equal(1, pair.Writable);
        Assert.InRange(pair.A.Credit, 5000, 5200);
    }

    [Fact]
    public void What_is_sent_without_credit_is_dropped_at_the_full_queue()
    {
        using var pair = new Pair(new LinkProfile { BitsPerSecond = 8_000_000, QueueBytes = 10_000 });
        pair.Send(12, 1000);
        Assert.Equal((12, 2), (pair.Link.ForthCounters.Sent, pair.Link.ForthCounters.Dropped));
        pair.Network.RunFor(Duration.FromSeconds(1));
        Assert.Equal(Enumerable.Range(0, 10), pair.Received);
    }

    [Fact]
    public void A_host_that_was_stopped_is_deaf_and_starts_again_with_nothing()
    {
        using var pair = new Pair(new LinkProfile());
        object before = pair.HostB.Irm;
        pair.HostB.Stop();
        pair.Send(3, 100);
        pair.Network.RunFor(Duration.FromSeconds(1));
        Assert.Empty(pair.Received);
        Assert.Equal(3, pair.B.DroppedCount);
        pair.HostB.Do(_ => Assert.Fail("a stopped host does nothing"));

        pair.HostB.Start();
        Assert.NotSame(before, pair.HostB.Irm);
        Assert.Null(pair.B.User);
        Assert.Same(pair.B, pair.HostB.OpenPort(1));
        pair.Listen();
        pair.Send(2, 100);
        pair.Network.RunFor(Duration.FromSeconds(1));
        Assert.Equal(2, pair.Received.Count);
    }

    private sealed class Pair : IDatagramUser, IDisposable
    {
        private int _sent;

        public Pair(LinkProfile profile)
        {
            HostA = Network.AddHost("a");
            HostB = Network.AddHost("b");
            A = HostA.OpenPort(1);
            B = HostB.OpenPort(1);
            Link = Network.Link(A, B, profile);
            Listen();
        }

        public SimulatedNetwork Network { get; } = new(3);

        public SimulatedHost HostA { get; }

        public SimulatedHost HostB { get; }

        public SimulatedDatagramPort A { get; }

        public SimulatedDatagramPort B { get; }

        public SimulatedLink Link { get; }

        public List<int> Received { get; } = [];

        public int Writable { get; private set; }

        public void Listen()
        {
            A.User = this;
            B.User = this;
        }

        public void Send(int count, int length)
        {
            for (int i = 0; i < count; i++)
            {
                Assert.True(HostA.Context.Pool.TryRent(length, out PacketBuffer buffer));
                buffer.Span[..length].Clear();
                BitConverter.TryWriteBytes(buffer.Span, _sent++);
                A.Send(Train.Single(buffer, 0, length), B.Local, Network.Now);
                if (Link.Profile.BitsPerSecond == 0)
                {
                    Network.RunFor(Duration.FromMilliseconds(2));
                }
            }
        }

        public void HandleDatagrams(in Train train, in UdpEndpoint from, Instant now)
        {
            for (int i = 0; i < train.Count; i++)
            {
                Received.Add(BitConverter.ToInt32(train[i]));
            }
        }

        public void HandleWritable(Instant now) => Writable++;

        public void Dispose() => Network.Dispose();
    }
}

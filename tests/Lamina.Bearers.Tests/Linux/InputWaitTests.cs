using System.Diagnostics;
using System.Net;
using Lamina.Bearers.Edges;
using Lamina.Bearers.Linux;
using Lamina.Bearers.Managed;
using Lamina.Core;

namespace Lamina.Bearers.Tests.Linux;

/// <summary>What has lain in the system's queue says for how long.</summary>
public sealed class InputWaitTests : IDatagramUser, IDisposable
{
    private static readonly TimeSpan Wait = TimeSpan.FromMilliseconds(20);

    private readonly PacketPool _pool = new();
    private readonly MachineContext _domain;
    private readonly List<Duration> _waits = [];

    public InputWaitTests() => _domain = new MachineContext(_pool, new SeededRandom(1));

    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    public void A_train_says_how_long_it_has_waited(int segments)
    {
        // A process that stands still meanwhile waits for longer than a second, which is taken for a clock that was set: then once more.
        Duration waited = Receive(LinuxEdge.Instance, segments, out TimeSpan most);
        while (most > TimeSpan.FromSeconds(0.9))
        {
            waited = Receive(LinuxEdge.Instance, segments, out most);
        }

        Assert.InRange(waited.Nanoseconds, Wait.Ticks * 100, most.Ticks * 100);
        Assert.Equal(Duration.Zero, _domain.InputWait);
    }

    [Fact]
    public void Where_the_system_does_not_say_nothing_is_known() => Assert.Equal(Duration.Zero, Receive(ManagedEdge.Instance, 1, out _));

    public void Dispose() => Assert.Equal(0, _pool.RentedCount);

    void IDatagramUser.HandleDatagrams(in Train train, in UdpEndpoint from, Instant now) => _waits.Add(_domain.InputWait);

    void IDatagramUser.HandleWritable(Instant now)
    {
    }

    private Duration Receive(SystemEdge edge, int segments, out TimeSpan most)
    {
        using var sender = new UdpPort(new IPEndPoint(IPAddress.Loopback, 0), _pool, edge);
        using var receiver = new UdpPort(new IPEndPoint(IPAddress.Loopback, 0), _pool, edge) { User = this, Domain = _domain };
        Assert.True(_pool.TryRent(segments * 1000, out PacketBuffer buffer));
        long before = Stopwatch.GetTimestamp();
        sender.Send(Train.Contiguous(buffer, 0, segments * 1000, 1000), receiver.Local, Instant.Zero);
        long sent = Stopwatch.GetTimestamp();
        var poll = new PollSet(1);
        poll.Add(receiver.Descriptor);
        Assert.True(poll.Wait(TimeSpan.FromSeconds(10)) > 0);
        SpinWait.SpinUntil(() => Stopwatch.GetElapsedTime(sent) > Wait + TimeSpan.FromMilliseconds(1));
        receiver.HandleReady(readable: true, writable: false, Instant.Zero);
        most = Stopwatch.GetElapsedTime(before);
        return _waits[^1];
    }
}

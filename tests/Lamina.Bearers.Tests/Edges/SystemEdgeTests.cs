using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Lamina.Bearers.Edges;
using Lamina.Bearers.Linux;
using Lamina.Bearers.Managed;
using Lamina.Core;

namespace Lamina.Bearers.Tests.Edges;

/// <summary>What waits and wakes, by the calls of Linux and by sockets of the platform.</summary>
public sealed class SystemEdgeTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly Duration Long = Duration.FromSeconds(30);

    public static TheoryData<bool> Edges => [true, false];

    [Theory]
    [MemberData(nameof(Edges))]
    public void A_signal_stays_until_it_is_drained(bool onLinux)
    {
        using IOwnWakeUp wakeUp = Edge(onLinux).NewWakeUp();
        Assert.False(wakeUp.Wait(TimeSpan.Zero));
        wakeUp.Signal();
        wakeUp.Signal();
        Assert.True(wakeUp.Wait(TimeSpan.FromSeconds(-1)));
        Assert.True(wakeUp.Wait(Patience));
        Assert.True(wakeUp.TryDrain());
        Assert.False(wakeUp.Wait(TimeSpan.FromMilliseconds(1)));
    }

    [Theory]
    [MemberData(nameof(Edges))]
    public void Very_many_signals_block_nobody(bool onLinux)
    {
        using IOwnWakeUp wakeUp = Edge(onLinux).NewWakeUp();
        for (int i = 0; i < 20_000; i++)
        {
            wakeUp.Signal();
        }

        Assert.True(wakeUp.Wait(Patience));
        wakeUp.TryDrain();
        Assert.False(wakeUp.Wait(TimeSpan.Zero));
    }

    [Theory]
    [MemberData(nameof(Edges))]
    public async Task A_wait_ends_with_what_is_ready_and_is_never_shorter_than_asked(bool onLinux)
    {
        using IOwnWakeUp wakeUp = Edge(onLinux).NewWakeUp();
        using var first = new Datagrams(Edge(onLinux));
        using var second = new Datagrams(Edge(onLinux)) { WantsWrite = true };
        var poller = new Poller(new Woken(wakeUp), Edge(onLinux));
        poller.Add(first);
        poller.Prepare();
        var clock = Stopwatch.StartNew();
        poller.Wait(Duration.FromMicroseconds(300));
        Assert.True(clock.Elapsed >= TimeSpan.FromMicroseconds(300));
        poller.Dispatch(Instant.Zero);
        Assert.Equal((0, 0), (first.Readable, first.Writable));

        first.SendToItself();
        poller.Add(second);
        poller.Prepare();
        poller.Wait(Long);
        poller.Dispatch(Instant.Zero);
        // Once each: what was handed over is not handed over again.
        poller.Dispatch(Instant.Zero);
        Assert.Equal((1, 0), (first.Readable, first.Writable));
        Assert.Equal((0, 1), (second.Readable, second.Writable));

        poller.Remove(second);
        poller.Prepare();
        first.Drain();
        Task signalling = Task.Run(wakeUp.Signal);
        poller.Wait(Duration.Forever);
        poller.WaitForWakeUp();
        await signalling.WaitAsync(Patience, TestContext.Current.CancellationToken);
    }

    [Fact]
    public void Without_linux_only_sockets_can_be_waited_for_and_it_is_said()
    {
        using IOwnWakeUp wakeUp = ManagedEdge.Instance.NewWakeUp();
        using IOwnWakeUp other = LinuxEdge.Instance.NewWakeUp();
        var poller = new Poller(new Woken(wakeUp), ManagedEdge.Instance);
        poller.Add(new Woken(other));
        Assert.Contains("needs Linux", Assert.Throws<PlatformNotSupportedException>(poller.Prepare).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(333)]
    public unsafe void Segments_may_lie_across_pieces_without_offload(int pieceSize)
    {
        using var sender = new Datagrams(ManagedEdge.Instance);
        using var receiver = new Datagrams(ManagedEdge.Instance);
        byte[] bytes = GC.AllocateArray<byte>(1000, pinned: true);
        new SeededRandom(1).Fill(bytes);
        List<IoVector> vectors = [];
        fixed (byte* start = bytes)
        {
            for (int at = 0; at < bytes.Length; at += pieceSize)
            {
                vectors.Add(new IoVector(start + at, Math.Min(pieceSize, bytes.Length - at)));
            }
        }

        Assert.Equal(new UdpSent(UdpStatus.Ok, 1000), sender.Udp.Send([.. vectors], 300, receiver.Udp.LocalEndpoint));
        byte[] came = new byte[SegmentedUdpSocket.ReceiveBufferLength];
        int got = 0;
        foreach (int length in new[] { 300, 300, 300, 100 })
        {
            Assert.True(receiver.Socket.Poll(Patience, SelectMode.SelectRead));
            Assert.Equal(new UdpReceived(UdpStatus.Ok, length, length, sender.Udp.LocalEndpoint), receiver.Udp.Receive(came));
            Assert.True(came.AsSpan(0, length).SequenceEqual(bytes.AsSpan(got, length)));
            got += length;
        }

        Assert.Equal(UdpStatus.WouldBlock, receiver.Udp.Receive(came).Status);
    }

    [Fact]
    public void What_needs_linux_says_so()
    {
        OnLinux.Require("attaching to a daemon", isThere: true);
        string message = Assert.Throws<PlatformNotSupportedException>(() => OnLinux.Require("attaching to a daemon", isThere: false)).Message;
        Assert.StartsWith("attaching to a daemon needs Linux", message, StringComparison.Ordinal);
    }

    private static SystemEdge Edge(bool onLinux) => onLinux ? LinuxEdge.Instance : ManagedEdge.Instance;

    private sealed class Woken(IOwnWakeUp wakeUp) : IPollSource
    {
        public SafeHandle Descriptor => wakeUp.Descriptor;

        public Socket? Socket => wakeUp.Socket;

        public bool WantsWrite => false;

        public void HandleReady(bool readable, bool writable, Instant now) => wakeUp.TryDrain();
    }

    private sealed class Datagrams : IPollSource, IDisposable
    {
        public Datagrams(SystemEdge edge)
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            Udp = edge.Over(socket);
        }

        public IUdpSocket Udp { get; }

        public Socket Socket => Udp.Socket;

        public SafeHandle Descriptor => Udp.Socket.SafeHandle;

        public bool WantsWrite { get; init; }

        public int Readable { get; private set; }

        public int Writable { get; private set; }

        public void HandleReady(bool readable, bool writable, Instant now)
        {
            Readable += readable ? 1 : 0;
            Writable += writable ? 1 : 0;
        }

        public void SendToItself() => Socket.SendTo([1], Socket.LocalEndPoint!);

        public void Drain()
        {
            byte[] room = new byte[SegmentedUdpSocket.ReceiveBufferLength];
            while (Udp.Receive(room).Status == UdpStatus.Ok)
            {
            }
        }

        public void Dispose() => Udp.Dispose();
    }
}

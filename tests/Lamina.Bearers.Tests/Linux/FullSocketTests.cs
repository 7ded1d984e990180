using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Lamina.Bearers.Edges;
using Lamina.Bearers.Linux;
using Lamina.Bearers.Managed;
using Lamina.Core;

namespace Lamina.Bearers.Tests.Linux;

/// <summary>
/// A port whose system's buffer is full. On loopback that never happens, so the test lives in a network namespace of its
/// own: packets for a neighbour that does not answer fill the buffer, and leave when the neighbour becomes known.
/// </summary>
public sealed partial class FullSocketTests : IDatagramUser
{
    private const int NewNetworkNamespace = 0x40000000;
    private int _writableCalls;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void It_gives_no_credit_keeps_what_fits_and_tells_when_there_is_room_again(bool onLinux)
    {
        SystemEdge edge = onLinux ? LinuxEdge.Instance : ManagedEdge.Instance;
        InNamespace(() => Run(edge));
    }

    [Fact]
    public void A_train_of_which_some_segments_have_gone_goes_on_with_the_rest() => InNamespace(() =>
    {
        const int Segments = 20;
        const int Length = 400;
        using UdpPort port = Open(ManagedEdge.Instance, out PacketPool pool, () => { });
        int trains = 0;
        for (; port.Credit > 0; trains++)
        {
            Assert.True(trains < 100, "the system's buffer does not fill");
            Assert.True(pool.TryRent(Segments * Length, out PacketBuffer buffer));
            port.Send(Train.Contiguous(buffer, 0, Segments * Length, Length), Peer, Instant.Zero);
        }

        Assert.InRange(port.Counters.SentBytes, 1, (trains * Segments * Length) - 1);
        MakeRoom(port);
        Assert.Equal(trains * Segments * Length, port.Counters.SentBytes);
        Assert.Equal(0, port.Counters.DroppedQueueFull + port.Counters.DroppedUnsendable);
        Assert.Equal(0, pool.RentedCount);
    });

    void IDatagramUser.HandleDatagrams(in Train train, in UdpEndpoint from, Instant now)
    {
    }

    void IDatagramUser.HandleWritable(Instant now) => _writableCalls++;

    private static void InNamespace(Action run)
    {
        Exception? failure = null;
        bool isAllowed = false;
        var thread = new Thread(() =>
        {
            try
            {
                isAllowed = Unshare(NewNetworkNamespace) == 0;
                if (isAllowed)
                {
                    run();
                }
            }
            catch (Exception caught)
            {
                failure = caught;
            }
        });
        thread.Start();
        thread.Join();
        Assert.SkipUnless(isAllowed, "making a network namespace is not allowed here");
        Assert.Null(failure);
    }

    private static UdpEndpoint Peer => UdpEndpoint.From(new IPEndPoint(IPAddress.Parse("10.99.0.2"), 9));

    private UdpPort Open(SystemEdge edge, out PacketPool pool, Action changed)
    {
        Ip("link add near type veth peer name far");
        Ip("addr add 10.99.0.1/24 dev near");
        Ip("link set near up");
        Ip("link set far up");
        pool = new PacketPool();
        var port = new UdpPort(new IPEndPoint(IPAddress.Parse("10.99.0.1"), 0), pool, edge) { User = this, InterestChanged = _ => changed() };
        using (var handle = new SafeSocketHandle(port.Descriptor.DangerousGetHandle(), ownsHandle: false))
        using (var socket = new Socket(handle))
        {
            socket.SendBufferSize = 1;
        }

        return port;
    }

    private static void MakeRoom(UdpPort port)
    {
        Ip("neigh replace 10.99.0.2 lladdr 02:00:00:00:00:01 dev near");
        for (int i = 0; i < 10_000 && port.WantsWrite; i++)
        {
            port.HandleReady(readable: false, writable: true, Instant.Zero);
        }

        Assert.False(port.WantsWrite);
    }

    private void Run(SystemEdge edge)
    {
        int changes = 0;
        using UdpPort port = Open(edge, out PacketPool pool, () => changes++);
        int sent = 0;
        for (; port.Credit > 0; sent++)
        {
            Assert.True(sent < 100, "the system's buffer does not fill");
            Send(port, pool, Peer);
        }

        Assert.Equal(1, changes);
        Assert.Equal(1, pool.RentedCount);
        // Who does not ask for credit fills the bounded queue, and no more.
        const int Blindly = 5000;
        for (int i = 0; i < Blindly; i++)
        {
            Send(port, pool, Peer);
        }

        Assert.InRange(pool.RentedCount, 100, TrainQueue.MaxTrains);
        Assert.Equal(Blindly + 1, pool.RentedCount + port.Counters.DroppedQueueFull);
        Assert.Equal(0, _writableCalls);

        int waited = pool.RentedCount;
        MakeRoom(port);
        Assert.Equal(1, _writableCalls);
        Assert.Equal(UdpPort.QueueLimit, port.Credit);
        Assert.Equal(sent - 1 + waited, port.Counters.Sent);
        Assert.Equal(0, pool.RentedCount);
    }

    private static void Send(UdpPort port, PacketPool pool, UdpEndpoint to)
    {
        Assert.True(pool.TryRent(PacketPool.SmallCapacity, out PacketBuffer buffer));
        port.Send(Train.Single(buffer, 0, 40), to, Instant.Zero);
    }

    private static void Ip(string arguments)
    {
        // Started from this thread, it lives in this thread's namespace.
        using var process = Process.Start("ip", arguments);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }

    [LibraryImport("libc", EntryPoint = "unshare", SetLastError = true)]
    private static partial int Unshare(int flags);
}

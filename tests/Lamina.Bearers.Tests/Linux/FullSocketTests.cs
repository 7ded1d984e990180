using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Lamina.Bearers.Linux;
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

    [Fact]
    public void It_gives_no_credit_keeps_what_fits_and_tells_when_there_is_room_again()
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
                    Run();
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

    void IDatagramUser.HandleDatagrams(in Train train, in UdpEndpoint from, Instant now)
    {
    }

    void IDatagramUser.HandleWritable(Instant now) => _writableCalls++;

    private void Run()
    {
        Ip("link add near type veth peer name far");
        Ip("addr add 10.99.0.1/24 dev near");
        Ip("link set near up");
        Ip("link set far up");
        var pool = new PacketPool();
        int changes = 0;
        using var port = new UdpPort(new IPEndPoint(IPAddress.Parse("10.99.0.1"), 0), pool) { User = this, InterestChanged = _ => changes++ };
        using (var handle = new SafeSocketHandle(port.Descriptor.DangerousGetHandle(), ownsHandle: false))
        using (var socket = new Socket(handle))
        {
            socket.SendBufferSize = 1;
        }

        var to = UdpEndpoint.From(new IPEndPoint(IPAddress.Parse("10.99.0.2"), 9));

        int sent = 0;
        for (; port.Credit > 0; sent++)
        {
            Assert.True(sent < 100, "the system's buffer does not fill");
            Send(port, pool, to);
        }

        Assert.Equal(1, changes);
        Assert.Equal(1, pool.RentedCount);
        // Who does not ask for credit fills the bounded queue, and no more.
        const int Blindly = 5000;
        for (int i = 0; i < Blindly; i++)
        {
            Send(port, pool, to);
        }

        Assert.InRange(pool.RentedCount, 100, TrainQueue.MaxTrains);
        Assert.Equal(Blindly + 1, pool.RentedCount + port.Counters.DroppedQueueFull);
        Assert.Equal(0, _writableCalls);

        int waited = pool.RentedCount;
        Ip("neigh replace 10.99.0.2 lladdr 02:00:00:00:00:01 dev near");
        for (int i = 0; i < 10_000 && port.WantsWrite; i++)
        {
            port.HandleReady(readable: false, writable: true, Instant.Zero);
        }

        Assert.False(port.WantsWrite);
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

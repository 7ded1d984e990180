using System.Net;
using System.Net.Sockets;
using Lamina.Core;
using Lamina.Ipc;
using Lamina.Ipc.Unicast;
using Lamina.Node.Driving;
using Lamina.Node.Management;

namespace Lamina.Node.Tests;

/// <summary>The end of a stack on purpose.</summary>
public class StopTests
{
    /// <summary>
    /// A loop that is in the middle of something, or that a busy machine keeps from running, hears of the end late. It must hear
    /// of it all the same: this one waits for a member that does not answer, and holds timers for that.
    /// </summary>
    [Fact]
    public async Task A_stack_that_is_busy_when_it_is_stopped_gives_everything_back()
    {
        using Socket deaf = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        deaf.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        using var node = new StackNode(new StackOptions { Name = "busy" });
        node.Start();
        Task<Outcome> enrolment = await BeginEnrolmentAsync(node, (IPEndPoint)deaf.LocalEndPoint!);

        using ManualResetEventSlim inside = new();
        using ManualResetEventSlim release = new();
        var holder = new Thread(() => node.Driver.Post(new OwnedCall(node.Driver, _ =>
        {
            inside.Set();
            release.Wait();
        })));
        holder.Start();
        inside.Wait(TestContext.Current.CancellationToken);
        Task stop = Task.Run(node.StopAsync, TestContext.Current.CancellationToken);

        // Several times as long as good-byes may take.
        await Task.WhenAny(stop, Task.Delay(TimeSpan.FromMilliseconds(400), TestContext.Current.CancellationToken));
        release.Set();
        await stop;
        Assert.Equal(new StackUse(0, 0, 0), node.Leaked);
        Assert.False((await enrolment).IsOk);
        holder.Join();
    }

    private static async Task<Task<Outcome>> BeginEnrolmentAsync(StackNode node, IPEndPoint peer)
    {
        IpcpManagement ipcps = node.Management.Ipcps;
        Assert.Equal(Outcome.Ok, await ipcps.CreateAsync("ip", IpcProcessKind.Udp));
        Assert.Equal(Outcome.Ok, await ipcps.BootstrapUdpAsync(
            "ip", new UdpParameters("ip", new IPEndPoint(IPAddress.Loopback, 0)) { IsInsecure = true, Peers = [peer] }));
        Assert.Equal(Outcome.Ok, await ipcps.CreateAsync("net.b", IpcProcessKind.Unicast));
        Task<Outcome> enrolment = ipcps.EnrolAsync(
            "net.b", new EnrolmentParameters(Name.Parse("net.a")) { IsInsecure = true }, TestContext.Current.CancellationToken);
        StackUse use = await node.Management.Inspection.GetUseAsync();
        Assert.NotEqual(0, use.Timers);
        return enrolment;
    }
}

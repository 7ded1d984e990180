using System.Net.Sockets;
using System.Text;
using Lamina.Daemon.Hosting;
using Lamina.Node;
using Lamina.Node.Driving;

namespace Lamina.Cli.Tests.Control;

/// <summary>The service manager hears of a daemon only while every loop of it goes round.</summary>
public sealed class WatchdogTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("lamina-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public async Task Nothing_is_told_while_a_stack_does_not_answer()
    {
        using Socket manager = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { ReceiveTimeout = (int)Patience.TotalMilliseconds };
        string path = Path.Combine(_directory.FullName, "notify");
        manager.Bind(new UnixDomainSocketEndPoint(path));
        TaskCompletionSource asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        int asks = 0;
        using ServiceManager told = ServiceManager.Connect(
            name => name switch { "NOTIFY_SOCKET" => path, "WATCHDOG_USEC" => "2000", _ => null },
            () =>
            {
                switch (++asks)
                {
                    case 2:
                        return Task.FromException(new InvalidOperationException("the stack has ended"));
                    case 3:
                        asked.SetResult();
                        return answer.Task;
                    default:
                        return Task.CompletedTask;
                }
            });
        await asked.Task.WaitAsync(Patience, TestContext.Current.CancellationToken);
        Assert.Equal("WATCHDOG=1", Next());
        Assert.False(manager.Poll(0, SelectMode.SelectRead));
        answer.SetResult();
        Assert.Equal("WATCHDOG=1", Next());

        string Next()
        {
            byte[] datagram = new byte[64];
            return Encoding.UTF8.GetString(datagram, 0, manager.Receive(datagram));
        }
    }

    [Fact]
    public async Task A_loop_that_is_stuck_does_not_answer()
    {
        using StackNode node = new(new StackOptions { Name = "a" });
        node.Start();
        await node.Management.Inspection.AwaitLoopAsync().WaitAsync(Patience, TestContext.Current.CancellationToken);
        using ManualResetEventSlim inside = new();
        using ManualResetEventSlim gate = new();
        Task stuck = Task.Run(() => node.Driver.Post(new OwnedCall(node.Driver, _ =>
        {
            inside.Set();
            gate.Wait();
        })));
        Assert.True(inside.Wait(Patience, TestContext.Current.CancellationToken));
        Task answer = node.Management.Inspection.AwaitLoopAsync();
        Assert.False(answer.IsCompleted);
        gate.Set();
        await answer.WaitAsync(Patience, TestContext.Current.CancellationToken);
        await stuck;
        node.Dispose();
        await Assert.ThrowsAsync<InvalidOperationException>(() => node.Management.Inspection.AwaitLoopAsync());
    }
}

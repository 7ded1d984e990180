using System.Diagnostics;
using System.Net;
using Lamina.Core;
using Lamina.Ipc.Unicast.Adjacencies;
using Lamina.Node.Management;
using Lamina.Tests.Udp;

namespace Lamina.Tests.Api;

/// <summary>What programs hear of peers that fall silent, and of ways that are gone and come back (FEATURES O46).</summary>
public sealed class FlowLifeTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Patience = FlowPair.Patience;

    /// <summary>Half a second is asked for; asserted is what a machine twenty times slower keeps.</summary>
    [Theory]
    [InlineData("data", null)]
    [InlineData("best-effort", null)]
    [InlineData("data", "here")]
    public async Task A_program_that_only_listens_hears_that_its_peer_runs_no_more(string qosName, string? layer)
    {
        Assert.True(QosNames.TryGet(qosName, out QosSpec qos));
        await using TestStacks stacks = await TestStacks.StartAsync("n");
        NetworkStack stopped = await stacks.AttachAsync();
        await using NetworkStack program = await stacks.AttachAsync();
        await using FlowListener listener = await stopped.ListenAsync("n");
        await using Flow client = await program.AllocateAsync("n", qos with { PeerTimeout = 500 }, layer: layer);
        await using Flow server = await listener.AcceptAsync(Patience);
        Assert.Equal(500u, server.Qos.PeerTimeout);
        ValueTask<ReadResult> reading = client.ReadAsync(new byte[10]);

        // Longer than the time-out: a quiet flow is no dead one.
        Assert.Null(await new FlowSet().TryTakeAsync(TimeSpan.FromSeconds(1)));
        Assert.False(reading.IsCompleted);

        using var goOn = new ManualResetEventSlim();
        Task holding = Task.Factory.StartNew(() => stopped.TryRun(_ => goOn.Wait()), TaskCreationOptions.LongRunning);
        var clock = Stopwatch.StartNew();
        LaminaException failure = await Assert.ThrowsAsync<LaminaException>(() => reading.AsTask().WaitAsync(Patience));
        output.WriteLine($"{qosName}: heard after {clock.ElapsedMilliseconds} ms");
        Assert.Equal((LaminaError.PeerDied, CloseReason.PeerSilent), (failure.Error, client.CloseReason));
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(20));

        // The one that goes on hears the same.
        goOn.Set();
        await holding.WaitAsync(Patience);
        await WhenCancelled(server.Closed).WaitAsync(Patience);
        await stopped.DisposeAsync();
    }

    [Fact]
    public async Task A_way_that_is_taken_away_and_given_back_is_told_and_writes_wait_or_fail_as_asked()
    {
        await using TestStacks near = await TestStacks.StartAsync();
        await using TestStacks far = await TestStacks.StartAsync();
        Name member = await JoinAsync(near.Daemon.Management, far.Daemon.Management);
        await using NetworkStack serving = await far.AttachAsync();
        await using FlowListener listener = await serving.ListenAsync("n");
        await using NetworkStack program = await near.AttachAsync();
        Flow client = await UnicastLayer.AllocateWhenKnownAsync(program, "n", "net");
        Flow server = await listener.AcceptAsync(Patience);
        using var set = new FlowSet();
        set.Add(client);
        client.Write("one"u8);
        server.ReadTimeout = Patience;
        byte[] buffer = new byte[10];
        Assert.Equal(3, server.Read(buffer).Length);

        TestStacks.AssertOk(await near.Daemon.Management.Ipcps.DisconnectAsync("net", member, ConnectionComponents.All));
        Assert.Equal(new FlowSetEvent(FlowSetEventKind.Down, client), await set.TryTakeAsync(Patience));
        Assert.False(client.IsUp);
        Assert.Contains(await near.Daemon.Management.Flows.ListAsync(), flow => flow is { IsUp: false, IpcProcess: "net" });
        client.FailsWhileDown = true;
        Assert.Equal(LaminaError.FlowDown, Assert.Throws<LaminaException>(() => client.Write("lost"u8)).Error);
        Assert.Equal(LaminaError.FlowDown, Assert.Throws<LaminaException>(() => client.TryWrite("lost"u8)).Error);
        client.FailsWhileDown = false;

        // An attached program's ring takes what its layer does not: sent again until it arrives.
        Task writing = client.WriteAsync("four"u8.ToArray()).AsTask();
        TestStacks.AssertOk(await near.Daemon.Management.Ipcps.ConnectAsync("net", member, ConnectionComponents.All));
        Assert.Equal(new FlowSetEvent(FlowSetEventKind.Up, client), await set.TryTakeAsync(Patience));
        Assert.True(client.IsUp);
        await writing.WaitAsync(Patience);
        Assert.Equal(4, server.Read(buffer).Length);
        Assert.Equal(CloseReason.None, client.CloseReason);
        await client.CloseAsync().AsTask().WaitAsync(Patience);
    }

    /// <summary>More flows than messages that wait for a program's socket: none is left out, and the program keeps its attachment.</summary>
    [Fact]
    public async Task A_program_that_was_busy_hears_of_all_its_flows()
    {
        const int Count = 1500;
        await using TestStacks near = await TestStacks.StartAsync();
        await using TestStacks far = await TestStacks.StartAsync();
        Name member = await JoinAsync(near.Daemon.Management, far.Daemon.Management);
        await using NetworkStack serving = await far.AttachAsync();
        await using FlowListener listener = await serving.ListenAsync("n");
        await using NetworkStack program = await near.AttachAsync();
        using var set = new FlowSet();
        for (int i = 0; i < Count; i++)
        {
            set.Add(await UnicastLayer.AllocateWhenKnownAsync(program, "n", "net"));
            await listener.AcceptAsync(Patience);
        }

        using var goOn = new ManualResetEventSlim();
        Task holding = Task.Factory.StartNew(() => program.TryRun(_ => goOn.Wait()), TaskCreationOptions.LongRunning);
        TestStacks.AssertOk(await near.Daemon.Management.Ipcps.DisconnectAsync("net", member, ConnectionComponents.All));
        while ((await near.Daemon.Management.Flows.ListAsync()).Count(flow => !flow.IsUp) < Count)
        {
            await Task.Yield();
        }

        goOn.Set();
        await holding.WaitAsync(Patience);
        for (int i = 0; i < Count; i++)
        {
            Assert.Equal(FlowSetEventKind.Down, (await set.TryTakeAsync(Patience))!.Value.Kind);
        }

        TestStacks.AssertOk(await near.Daemon.Management.Ipcps.ConnectAsync("net", member, ConnectionComponents.All));
        for (int i = 0; i < Count; i++)
        {
            Assert.Equal(FlowSetEventKind.Up, (await set.TryTakeAsync(Patience))!.Value.Kind);
        }
    }

    private static async Task<Name> JoinAsync(StackManagement near, StackManagement far)
    {
        await UdpStacks.BootstrapAsync(far, []);
        IPEndPoint place = (await far.Ipcps.ListPortsAsync())[0].Local;
        await UdpStacks.BootstrapAsync(near, [place]);
        Name member = Name.Parse("member");
        TestStacks.AssertOk(await far.Names.RegisterAsync(member, "internet"));
        await UnicastLayer.MakeAsync(far, near, "net", "member", 1444, "n");
        return member;
    }

    private static Task WhenCancelled(CancellationToken token)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        token.Register(() => ended.TrySetResult());
        return ended.Task;
    }
}

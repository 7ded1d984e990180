using System.Diagnostics;
using System.Net;
using Lamina.Bearers.Managed;

namespace Lamina.Tests.Udp;

/// <summary>Embedded stacks that ask the system by sockets of the platform alone, as they do where there is no Linux.</summary>
public sealed class ManagedStackTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Two_stacks_exchange_megabytes_both_ways()
    {
        await using UdpStacks stacks = await UdpStacks.StartAsync(ManagedEdge.Instance, "n");
        await using FlowListener listener = await stacks.Serving.ListenAsync("n");
        await using Flow client = await stacks.Asking.AllocateAsync("n");
        await using Flow server = await listener.AcceptAsync().WaitAsync(Patience);
        output.WriteLine($"there {await Transfer.RunAsync(client, server, 16L << 20, 64 << 10):0.00} Gbit/s");
        output.WriteLine($"back {await Transfer.RunAsync(server, client, 16L << 20, 64 << 10):0.00} Gbit/s");
        byte[] buffer = new byte[100];
        for (int i = 0; i < 200; i++)
        {
            client.Write("ping"u8);
            Assert.Equal(4, server.Read(buffer).Length);
            await server.WriteAsync(buffer.AsMemory(0, 4));
            Assert.Equal(4, (await client.ReadAsync(buffer).AsTask().WaitAsync(Patience)).Length);
        }

        await client.CloseAsync();
        Assert.True((await server.ReadAsync(buffer).AsTask().WaitAsync(Patience)).IsEndOfFlow);
    }

    [Fact]
    public async Task A_managed_stack_and_one_of_linux_understand_each_other()
    {
        await using UdpStacks managed = await UdpStacks.StartAsync(ManagedEdge.Instance, "n");
        IPEndPoint local = (await managed.Serving.Management.Ipcps.ListPortsAsync())[0].Local;
        await using NetworkStack native = await NetworkStack.StartAsync();
        await UdpStacks.BootstrapAsync(native.Management, [local]);
        await using FlowListener listener = await managed.Serving.ListenAsync("n");
        await using Flow client = await native.AllocateAsync("n");
        await using Flow server = await listener.AcceptAsync().WaitAsync(Patience);
        await Transfer.RunAsync(client, server, 4L << 20, 64 << 10);
        await Transfer.RunAsync(server, client, 4L << 20, 64 << 10);
    }

    [Fact]
    public async Task Ipc_processes_come_and_go_while_the_loop_waits()
    {
        await using NetworkStack stack = await NetworkStack.StartAsync(new() { Edge = ManagedEdge.Instance });
        for (int i = 0; i < 20; i++)
        {
            await UdpStacks.BootstrapAsync(stack.Management, []).WaitAsync(Patience);
            IPEndPoint local = (await stack.Management.Ipcps.ListPortsAsync())[0].Local;
            TestStacks.AssertOk(await stack.Management.Ipcps.DestroyAsync("u").WaitAsync(Patience));
            // Its place is free at once.
            await stack.Management.Inspection.AwaitLoopAsync().WaitAsync(Patience);
            using var again = new System.Net.Sockets.UdpClient(local);
        }
    }

    [Fact]
    public async Task No_call_of_the_systems_own_is_reached_where_the_environment_says_so()
    {
        string child = typeof(ManagedStackTests).Assembly.Location.Replace("Lamina.Tests.dll", "Lamina.Flow.Child.dll", StringComparison.Ordinal);
        var start = new ProcessStartInfo("dotnet", [child, "managed"]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["LAMINA_SOCKETS"] = "managed";
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string said = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken).WaitAsync(Patience);
        Assert.True(said.Trim() == "hello over udp without libc", $"{said}{await errors}");
    }
}

using System.Net;
using Lamina.Core;
using Lamina.Node;

namespace Lamina.Tests.Udp;

/// <summary>Stacks over real sockets of either family, and many of them at one port.</summary>
public sealed class UdpFamilyTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Theory]
    [InlineData("::1", "::1")]
    [InlineData("::", "127.0.0.1")]
    [InlineData("::", "::1")]
    public async Task Flows_go_over(string serving, string asking)
    {
        await using UdpStacks stacks = await UdpStacks.StartAsync(IPAddress.Parse(serving), IPAddress.Parse(asking), "echo");
        await using FlowListener listener = await stacks.Serving.ListenAsync("echo");
        foreach (QosSpec qos in new[] { QosSpec.Raw, QosSpec.Data })
        {
            await using Flow client = await stacks.Asking.AllocateAsync("echo", qos);
            await using Flow server = await listener.AcceptAsync().WaitAsync(Patience);
            byte[] buffer = new byte[2000];
            for (int i = 1; i <= 1400; i += 100)
            {
                client.Write(new byte[i]);
                Assert.Equal(i, (await server.ReadAsync(buffer).AsTask().WaitAsync(Patience)).Length);
                server.Write(new byte[i]);
                Assert.Equal(i, (await client.ReadAsync(buffer).AsTask().WaitAsync(Patience)).Length);
            }
        }
    }

    [Fact]
    public async Task Fifty_peers_share_one_port()
    {
        const int Peers = 50;
        await using UdpStacks stacks = await UdpStacks.StartAsync("echo");
        await using FlowListener listener = await stacks.Serving.ListenAsync("echo");
        IPEndPoint local = (await stacks.Serving.Management.Ipcps.ListPortsAsync())[0].Local;
        List<NetworkStack> others = [];
        List<(Flow Client, Flow Server)> flows = [];
        try
        {
            for (int i = 0; i < Peers; i++)
            {
                NetworkStack other = await NetworkStack.StartAsync(new StackOptions { Name = $"peer{i}" });
                others.Add(other);
                await UdpStacks.BootstrapAsync(other.Management, [local]);
                Flow client = await other.AllocateAsync("echo", QosSpec.Data);
                flows.Add((client, await listener.AcceptAsync().WaitAsync(Patience)));
            }

            Assert.Single(await stacks.Serving.Management.Ipcps.ListPortsAsync());
            byte[] buffer = new byte[10];
            for (byte i = 0; i < Peers; i++)
            {
                flows[i].Server.Write([i]);
            }

            for (byte i = 0; i < Peers; i++)
            {
                Assert.Equal(1, (await flows[i].Client.ReadAsync(buffer).AsTask().WaitAsync(Patience)).Length);
                Assert.Equal(i, buffer[0]);
            }
        }
        finally
        {
            foreach ((Flow client, Flow server) in flows)
            {
                await client.DisposeAsync();
                await server.DisposeAsync();
            }

            await Task.WhenAll(others.Select(other => other.DisposeAsync().AsTask()));
        }
    }
}

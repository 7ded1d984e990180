using Lamina.Core;

namespace Lamina.Tests.Access;

/// <summary>Two programs of one daemon with a flow between them, and whoever else attaches there.</summary>
internal sealed class SharingPair : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);

    private readonly NetworkStack _serving;
    private readonly FlowListener _listener;
    private readonly NetworkStack _asking;
    private readonly Flow _client;
    private readonly Flow _server;

    private SharingPair(TestStacks stacks, NetworkStack serving, FlowListener listener, NetworkStack asking, Flow client, Flow server)
    {
        Stacks = stacks;
        (_serving, _listener, _asking, _client, _server) = (serving, listener, asking, client, server);
    }

    public TestStacks Stacks { get; }

    public static async Task<SharingPair> StartAsync()
    {
        TestStacks stacks = await TestStacks.StartAsync();
        NetworkStack serving = await stacks.AttachAsync();
        FlowListener listener = await serving.ListenAsync("n");
        NetworkStack asking = await stacks.AttachAsync();
        Flow client = await asking.AllocateAsync("n", QosSpec.Data);
        Flow server = await listener.AcceptAsync().WaitAsync(Patience);
        return new SharingPair(stacks, serving, listener, asking, client, server);
    }

    /// <summary>One more flow between the two.</summary>
    public Task<Flow> AllocateAsync() => _asking.AllocateAsync("n", QosSpec.Data);

    /// <summary>The flow carries what both say.</summary>
    public async Task AssertWorksAsync()
    {
        byte[] buffer = new byte[10];
        await _client.WriteAsync("mine"u8.ToArray());
        Assert.Equal(4, (await _server.ReadAsync(buffer).AsTask().WaitAsync(Patience)).Length);
        await _server.WriteAsync("yours"u8.ToArray());
        Assert.Equal(5, (await _client.ReadAsync(buffer).AsTask().WaitAsync(Patience)).Length);
        Assert.Equal(CloseReason.None, _server.CloseReason);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        await _client.DisposeAsync();
        await _asking.DisposeAsync();
        await _listener.DisposeAsync();
        await _serving.DisposeAsync();
        await Stacks.DisposeAsync();
    }
}

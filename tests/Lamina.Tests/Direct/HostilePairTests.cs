using Lamina.Core;

namespace Lamina.Tests.Direct;

/// <summary>A program that breaks the memory that it shares with another one: it costs these two their flows, and nobody anything else.</summary>
public sealed class HostilePairTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData("position from nowhere")]
    [InlineData("position that is no multiple of 8")]
    [InlineData("record beyond what is published")]
    [InlineData("segment length from nowhere")]
    [InlineData("more segments than a record has")]
    [InlineData("packet longer than the flow's")]
    [InlineData("more consumed than written")]
    [InlineData("noise everywhere")]
    public async Task Nonsense_in_the_memory_ends_the_flows_over_it(string what)
    {
        await using TestStacks stacks = await TestStacks.StartAsync();
        await using NetworkStack victim = await stacks.AttachAsync();
        await using NetworkStack honest = await stacks.AttachAsync();
        await using FlowListener listener = await victim.ListenAsync("n");
        await using Flow client = await honest.AllocateAsync("n");
        await using Flow server = await listener.AcceptAsync().WaitAsync(Patience);
        using var hostile = new HostilePair(stacks.Socket, "n");
        await using Flow attacked = await listener.AcceptAsync().WaitAsync(Patience);
        await ShareAsync(hostile, attacked);
        Break(hostile, what);
        while (attacked.CloseReason == CloseReason.None)
        {
            attacked.TryWriteSilently(new byte[1400]);
            await Task.Yield();
        }

        Assert.Equal(CloseReason.ProtocolError, attacked.CloseReason);
        Assert.Equal(CloseReason.ProtocolError, hostile.AwaitEnd());
        Assert.Equal(1, stacks.Daemon.Attach!.Pairs.Broken);

        await Transfer.RunAsync(client, server, 1 << 20, 8192);
        using var again = new HostilePair(stacks.Socket, "n");
        await using Flow next = await listener.AcceptAsync().WaitAsync(Patience);
        Assert.Equal(CloseReason.None, next.CloseReason);
    }

    [Fact]
    public async Task A_channel_that_nobody_was_told_of_waits_and_its_pair_ends_with_the_process()
    {
        await using TestStacks stacks = await TestStacks.StartAsync();
        await using NetworkStack victim = await stacks.AttachAsync();
        await using NetworkStack honest = await stacks.AttachAsync();
        await using FlowListener listener = await victim.ListenAsync("n");
        await using Flow client = await honest.AllocateAsync("n");
        await using Flow server = await listener.AcceptAsync().WaitAsync(Patience);
        Flow attacked;
        using (var hostile = new HostilePair(stacks.Socket, "n"))
        {
            attacked = await listener.AcceptAsync().WaitAsync(Patience);
            hostile.Publish(5, hostile.Channel + 1000, [0, 0, 0, 1, 7], 16);
            await Transfer.RunAsync(client, server, 1 << 20, 8192);
        }

        while (attacked.CloseReason == CloseReason.None)
        {
            await Task.Yield();
        }

        Assert.Equal(CloseReason.PeerDied, attacked.CloseReason);
        await Transfer.RunAsync(server, client, 1 << 20, 8192);
        await attacked.DisposeAsync();
    }

    /// <summary>
    /// A victim that has not opened the memory yet would take what is broken by then for memory that it cannot have, and its flow would go
    /// through the daemon.
    /// </summary>
    private static async Task ShareAsync(HostilePair hostile, Flow attacked)
    {
        Assert.True(attacked.TryWrite(new byte[1]));
        while (!hostile.HasPacket)
        {
            await Task.Yield();
        }
    }

    private static void Break(HostilePair hostile, string what)
    {
        byte[] packet = [0, 0, 0, 1, 7];
        switch (what)
        {
            case "position from nowhere":
                hostile.Publish(5, hostile.Channel, packet, 1UL << 40);
                break;
            case "position that is no multiple of 8":
                hostile.Publish(5, hostile.Channel, packet, 17);
                break;
            case "record beyond what is published":
                hostile.Publish(60_000, hostile.Channel, packet, 16);
                break;
            case "segment length from nowhere":
                hostile.Publish(5, hostile.Channel, [0x7F, 0, 0, 1, 7], 16);
                break;
            case "more segments than a record has":
                byte[] tiny = new byte[200];
                tiny[3] = 1;
                hostile.Publish(200, hostile.Channel, tiny, 208);
                break;
            case "packet longer than the flow's":
                byte[] large = new byte[65_004];
                (large[2], large[3]) = (65_000 >> 8, 65_000 & 0xFF);
                hostile.Publish((uint)large.Length, hostile.Channel, large, 65_016);
                break;
            case "more consumed than written":
                hostile.Consume(1UL << 30);
                break;
            default:
                hostile.Scribble(new Random(4711));
                break;
        }
    }
}

file static class FlowExtensions
{
    /// <summary>The victim goes on, as far as it can: the other side's word on what it consumed is looked at when the ring is full.</summary>
    public static void TryWriteSilently(this Flow flow, byte[] message)
    {
        try
        {
            flow.TryWrite(message);
        }
        catch (LaminaException)
        {
            // It has ended.
        }
    }
}

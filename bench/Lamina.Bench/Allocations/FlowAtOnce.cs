using Lamina.Bench.Measuring;
using Lamina.Bench.Networks;
using Lamina.Core;

namespace Lamina.Bench.Allocations;

/// <summary>A flow, 64 bytes there and back, and its end.</summary>
internal static class FlowAtOnce
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Asks.</summary>
    public static async Task PassAsync(NetworkStack stack, string name, string? layer)
    {
        byte[] message = new byte[Work.ShortLength];
        Flow flow = await stack.AllocateAsync(name, QosSpec.Data, layer: layer, timeout: Patience).ConfigureAwait(false);
        await flow.WriteAsync(message).ConfigureAwait(false);
        await flow.ReadAsync(message).ConfigureAwait(false);
        await flow.CloseAsync().ConfigureAwait(false);
    }

    /// <summary>The first: as soon as the name is known.</summary>
    public static async Task TryPassAsync(NetworkStack stack, string name, string? layer) =>
        await (await Steps.AllocateAsync(stack, name, QosSpec.Data, layer)).CloseAsync();

    /// <summary>Serves until the listener closes.</summary>
    public static async Task ServeAsync(FlowListener listener)
    {
        try
        {
            while (true)
            {
                Flow flow = await listener.AcceptAsync().ConfigureAwait(false);
                _ = Task.Run(() => AnswerAsync(flow));
            }
        }
        catch (LaminaException closed) when (closed.Error is LaminaError.Closed or LaminaError.StackLost)
        {
            // All is over.
        }
    }

    private static async Task AnswerAsync(Flow flow)
    {
        byte[] message = new byte[Work.ShortLength];
        try
        {
            if (await flow.ReadAsync(message).ConfigureAwait(false) is { IsEndOfFlow: false })
            {
                await flow.WriteAsync(message).ConfigureAwait(false);
                await flow.ReadAsync(message).ConfigureAwait(false);
            }
        }
        catch (LaminaException)
        {
            // The asking end finds out by itself.
        }

        await flow.CloseAsync().ConfigureAwait(false);
    }
}

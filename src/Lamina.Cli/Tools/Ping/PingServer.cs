namespace Lamina.Cli.Tools.Ping;

/// <summary>Sends every ping back.</summary>
internal static class PingServer
{
    public static async Task ServeAsync(Flow flow, CancellationToken cancel)
    {
        byte[] buffer = new byte[64 * 1024];
        while (await flow.ReadAsync(buffer, cancel) is { IsEndOfFlow: false } read)
        {
            Memory<byte> message = buffer.AsMemory(0, read.Length);
            if (PingMessage.TryRead(message.Span, out PingMessage ping) && !ping.IsReply)
            {
                (ping with { IsReply = true }).Write(message.Span);
                await flow.WriteAsync(message, cancel);
            }
        }
    }
}

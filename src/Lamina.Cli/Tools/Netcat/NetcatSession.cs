namespace Lamina.Cli.Tools.Netcat;

/// <summary>
/// Carries both directions. Each side says when its input has ended; the session is over when both have said so, and only
/// then is the flow closed, so that what was written has arrived.
/// </summary>
internal sealed class NetcatSession(CliContext context, Flow flow)
{
    /// <summary>Exit code 0 only where the peer's stream is complete and ours was taken.</summary>
    public async Task<int> RunAsync(CancellationToken cancel)
    {
        using CancellationTokenSource stopSending = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        Task sending = SendAsync(stopSending.Token);
        bool complete = await ReceiveAsync(cancel);
        if (!complete)
        {
            // The input may be a terminal on which nobody types: it is not waited for.
            await stopSending.CancelAsync();
            throw new CommandException(ExitCode.Failure, "the flow ended before the other side's input did");
        }

        await sending;
        return ExitCode.Ok;
    }

    private async Task SendAsync(CancellationToken cancel)
    {
        Stream input = context.OpenInput();
        byte[] message = new byte[ToolHeader.Length + DataSize];
        while (await input.ReadAsync(message.AsMemory(ToolHeader.Length), cancel) is > 0 and int length)
        {
            NetcatMessage.WriteHeader(message, NetcatMessage.Data);
            await flow.WriteAsync(message.AsMemory(0, ToolHeader.Length + length), cancel);
        }

        NetcatMessage.WriteHeader(message, NetcatMessage.End);
        await flow.WriteAsync(message.AsMemory(0, ToolHeader.Length), cancel);
    }

    /// <returns>False where the flow ended first.</returns>
    private async Task<bool> ReceiveAsync(CancellationToken cancel)
    {
        await using Stream output = context.OpenOutput();
        byte[] buffer = new byte[ToolHeader.Length + NetcatMessage.MaxData];
        while (await flow.ReadAsync(buffer, cancel) is { IsEndOfFlow: false } read)
        {
            if (!NetcatMessage.TryRead(buffer.AsSpan(0, read.Length), out byte kind))
            {
                throw new CommandException(ExitCode.Failure, "the other side does not speak nc's protocol", "lamina nc on both sides");
            }

            if (kind == NetcatMessage.End)
            {
                await output.FlushAsync(cancel);
                return true;
            }

            await output.WriteAsync(buffer.AsMemory(ToolHeader.Length, read.Length - ToolHeader.Length), cancel);
        }

        return false;
    }

    private int DataSize => Math.Min(NetcatMessage.MaxData, flow.MaxMessageSize - ToolHeader.Length);
}

namespace Lamina.Cli.Tools.Netcat;

/// <summary>
/// Carries both directions. Each side says when its input has ended; the session is over when both have said so, and only
/// then is the flow closed, so that what was written has arrived.
/// <para>
/// An input that has said nothing at all is not waited for longer than <see cref="Grace"/> after the other side's end: it
/// is a terminal on which nobody types, or a pipe that somebody forgot, and a receiver must end by itself.
/// </para>
/// </summary>
internal sealed class NetcatSession(CliContext context, Flow flow)
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    private volatile bool _hasSent;

    /// <summary>Exit code 0 only where the peer's stream is complete and ours was taken.</summary>
    public async Task<int> RunAsync(CancellationToken cancel)
    {
        using CancellationTokenSource stopReading = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        Task sending = SendAsync(stopReading.Token, cancel);
        if (!await ReceiveAsync(cancel))
        {
            await stopReading.CancelAsync();
            throw new CommandException(ExitCode.Failure, "the flow ended before the other side's input did");
        }

        await Task.WhenAny(sending, Task.Delay(Grace, cancel));
        if (!_hasSent)
        {
            await stopReading.CancelAsync();
        }

        await sending;
        return ExitCode.Ok;
    }

    private async Task SendAsync(CancellationToken stopReading, CancellationToken cancel)
    {
        Stream input = context.OpenInput();
        byte[] message = new byte[ToolHeader.Length + DataSize];
        while (await ReadAsync(input, message.AsMemory(ToolHeader.Length), stopReading) is > 0 and int length)
        {
            _hasSent = true;
            NetcatMessage.WriteHeader(message, NetcatMessage.Data);
            await flow.WriteAsync(message.AsMemory(0, ToolHeader.Length + length), cancel);
        }

        cancel.ThrowIfCancellationRequested();
        NetcatMessage.WriteHeader(message, NetcatMessage.End);
        await flow.WriteAsync(message.AsMemory(0, ToolHeader.Length), cancel);
    }

    /// <returns>0 at the input's end, and where it is not waited for any more.</returns>
    private static async Task<int> ReadAsync(Stream input, Memory<byte> into, CancellationToken stop)
    {
        try
        {
            // A read of a pipe or terminal cannot be taken back; it is left behind.
            return await input.ReadAsync(into, stop).AsTask().WaitAsync(stop);
        }
        catch (OperationCanceledException)
        {
            return 0;
        }
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

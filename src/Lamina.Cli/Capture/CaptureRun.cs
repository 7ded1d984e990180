using Lamina.Cli.Rendering;
using Lamina.Cli.Sim;
using Lamina.Daemon.Control;

namespace Lamina.Cli.Capture;

/// <summary>One capture: from the daemon to a file or to standard output, in whole blocks, with a line at its end.</summary>
internal sealed class CaptureRun(CliContext context, string? path)
{
    private readonly CaptureBlocks _blocks = new();

    public async Task<int> RunAsync(IStackControl control, CaptureRequest request, CancellationToken cancel)
    {
        Answer<Stream> capture = await control.CaptureAsync(request, cancel);
        if (!capture.IsOk)
        {
            throw new CommandException(capture.Outcome);
        }

        await using Stream stream = capture.Value;
        // Opened now: a file of before is not lost to a capture that is refused.
        await using Stream target = path is null ? context.OpenOutput() : ResultFile.Open(path);
        bool isWhole = true;
        bool isInterrupted = false;
        try
        {
            isWhole = await CopyAsync(stream, target, request.Count, cancel);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // How a capture without a count is meant to end.
            isInterrupted = true;
        }

        target.Flush();
        string kept = path is null ? "" : $", in {path}";
        context.Error.WriteLine($"{_blocks.Packets} {(_blocks.Packets == 1 ? "packet" : "packets")} captured, {_blocks.Dropped} dropped{kept}");
        return isInterrupted ? ExitCode.Interrupted : isWhole ? ExitCode.Ok : throw new CommandException(ExitCode.Failure, "the daemon ended the capture", "lamina status");
    }

    /// <returns>False where the other side ended it before it was asked to.</returns>
    private async Task<bool> CopyAsync(Stream stream, Stream target, long count, CancellationToken cancel)
    {
        using ProgressLine progress = new(context);
        byte[] buffer = new byte[64 << 10];
        try
        {
            while (await stream.ReadAsync(buffer, cancel) is > 0 and var length)
            {
                target.Write(_blocks.Take(buffer.AsSpan(0, length)));
                // Whoever ends this program by force finds what was captured.
                target.Flush();
                if (progress.IsDue)
                {
                    progress.Write($"{_blocks.Packets} packets, {_blocks.Dropped} dropped");
                }
            }
        }
        catch (Exception failure) when (failure is HttpRequestException or HttpIOException)
        {
            return false;
        }

        return count > 0 && _blocks.Packets >= count;
    }
}

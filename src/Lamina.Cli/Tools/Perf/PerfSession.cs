using System.Diagnostics;

namespace Lamina.Cli.Tools.Perf;

/// <summary>
/// One side of a running test. Messages that steer it may be lost where the flow loses packets, so they are repeated:
/// Start until Ready, End until Result.
/// </summary>
internal sealed class PerfSession(Flow flow, PerfPlan plan, bool sends, bool receives) : IDisposable
{
    private static readonly TimeSpan RepeatAfter = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    // What a flow that loses nothing has taken arrives, however slow the path is: megabytes may still be on their way at the end.
    private static readonly TimeSpan PatienceWithComplete = TimeSpan.FromSeconds(60);

    private readonly SemaphoreSlim _writing = new(1);
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<PerfTally> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _received = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly PerfMeter _meter = new(plan.IsByBytes);
    private readonly TimeSpan _patience = plan.IsByBytes || flow.Qos.Loss == 0 ? PatienceWithComplete : Patience;

    /// <summary>What this side received.</summary>
    public PerfTally Own => _meter.Tally;

    /// <summary>Hash of what this side sent; empty where the test goes by time.</summary>
    public string OwnHash { get; private set; } = "";

    /// <summary>What the other side received; null where it did not say, or nothing was sent.</summary>
    public PerfTally? Peer => _result.Task.IsCompletedSuccessfully ? _result.Task.Result : null;

    /// <summary>Hash of what the other side sent; empty where it has not said.</summary>
    public string PeerHash { get; private set; } = "";

    public void Dispose()
    {
        _writing.Dispose();
        _meter.Dispose();
    }

    /// <summary>
    /// The client: asks for the test and takes part in it, until its end or until it is interrupted; what came until then counts. False where the server did
    /// not answer.
    /// </summary>
    public async Task<bool> RunClientAsync(CancellationToken interrupt)
    {
        using CancellationTokenSource stop = new();
        Task reading = ReadAsync(stop.Token);
        if (!await RepeatAsync(plan.ToStart().ToArray(), _ready.Task, Patience, interrupt))
        {
            return false;
        }

        // The server has what was sent before it answers, and the process does not wait for ever.
        await using CancellationTokenRegistration hurry = interrupt.Register(() => stop.CancelAfter(Patience));
        await TakePartAsync(reading, interrupt, stop.Token);
        await stop.CancelAsync();
        return true;
    }

    /// <summary>The server, once it has read Start: answers, takes part, and stays for repeated questions until the flow ends.</summary>
    public async Task RunServerAsync(CancellationToken cancel)
    {
        Task reading = ReadAsync(cancel);
        await WriteAsync(new PerfMessage(PerfKind.Ready, 0, 0, 0), cancel);
        await TakePartAsync(reading, CancellationToken.None, cancel);
        await reading;
    }

    private async Task TakePartAsync(Task reading, CancellationToken interrupt, CancellationToken cancel)
    {
        Task sending = sends ? SendAsync(interrupt, cancel) : Task.CompletedTask;
        Task receiving = receives ? Task.WhenAny(_received.Task, reading, Task.Delay(Timeout.InfiniteTimeSpan, interrupt)) : Task.CompletedTask;
        TimeSpan most = plan.IsByBytes ? Timeout.InfiniteTimeSpan : plan.Duration + _patience;
        await Task.WhenAny(Task.WhenAll(sending, receiving), Task.Delay(most, cancel));
        cancel.ThrowIfCancellationRequested();
        // A flow that broke ends the test with its own reason.
        foreach (Task broken in new[] { sending, reading }.Where(task => task.IsFaulted))
        {
            await broken;
        }
    }

    private async Task SendAsync(CancellationToken interrupt, CancellationToken cancel)
    {
        using PerfSource source = new(plan);
        while (!interrupt.IsCancellationRequested && source.TryNext(out ReadOnlyMemory<byte> message))
        {
            await WriteAsync(message, cancel);
        }

        byte[] end = source.ToEnd();
        OwnHash = PerfTally.HashIn(end.AsSpan(PerfMessage.Length));
        await RepeatAsync(end, _result.Task, _patience, cancel);
    }

    private async Task<bool> RepeatAsync(byte[] message, Task answered, TimeSpan patience, CancellationToken cancel)
    {
        long began = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(began) < patience)
        {
            await WriteAsync(message, cancel);
            if (await Task.WhenAny(answered, Task.Delay(RepeatAfter, cancel)) == answered)
            {
                return true;
            }

            cancel.ThrowIfCancellationRequested();
        }

        return false;
    }

    private async Task ReadAsync(CancellationToken cancel)
    {
        byte[] buffer = new byte[PerfPlan.MaxSize];
        try
        {
            while (await flow.ReadAsync(buffer, cancel) is { IsEndOfFlow: false } read)
            {
                if (PerfMessage.TryRead(buffer.AsSpan(0, read.Length), out PerfMessage message))
                {
                    await HandleAsync(message, buffer.AsMemory(0, read.Length), cancel);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    private async ValueTask HandleAsync(PerfMessage message, ReadOnlyMemory<byte> bytes, CancellationToken cancel)
    {
        switch (message.Kind)
        {
            case PerfKind.Data:
                _ready.TrySetResult();
                _meter.Count(bytes.Span);
                break;
            case PerfKind.Ready:
                _ready.TrySetResult();
                break;
            case PerfKind.Start:
                await WriteAsync(new PerfMessage(PerfKind.Ready, 0, 0, 0), cancel);
                break;
            case PerfKind.End:
                PeerHash = PerfTally.HashIn(bytes.Span[PerfMessage.Length..]);
                await WriteAsync(Own.ToMessage(), cancel);
                _received.TrySetResult();
                break;
            case PerfKind.Result:
                _result.TrySetResult(PerfTally.Read(message, bytes.Span));
                break;
        }
    }

    private ValueTask WriteAsync(PerfMessage message, CancellationToken cancel) => WriteAsync(message.ToArray(), cancel);

    /// <summary>Two tasks write to the flow, and it has one writer.</summary>
    private async ValueTask WriteAsync(ReadOnlyMemory<byte> message, CancellationToken cancel)
    {
        await _writing.WaitAsync(cancel);
        try
        {
            await flow.WriteAsync(message, cancel);
        }
        finally
        {
            _writing.Release();
        }
    }
}

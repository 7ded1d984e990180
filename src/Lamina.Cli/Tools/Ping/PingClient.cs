using System.Diagnostics;

namespace Lamina.Cli.Tools.Ping;

/// <summary>One run of ping: sends by the clock, prints answers as they come and silence when it has lasted long enough.</summary>
internal sealed class PingClient(CliContext context, Flow flow, PingPlan plan, bool json)
{
    /// <summary>
    /// Packets that wait for an answer at once: what an interval of 0 means is as fast as answers come, not a flood.
    /// </summary>
    private const int MostOutstanding = 64;

    private readonly PingStatistics _statistics = new();
    private readonly Queue<(uint Sequence, TimeSpan Deadline)> _outstanding = new();
    private readonly HashSet<uint> _answered = [];
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly byte[] _sent = new byte[plan.Size];
    private readonly byte[] _received = new byte[64 * 1024];
    private bool _flowEnded;

    public async Task<int> RunAsync(CancellationToken cancel)
    {
        Say(PingReport.Begin(plan.Name, plan.Size, plan.Count));
        bool interrupted = false;
        LaminaException? lost = null;
        try
        {
            await LoopAsync(cancel);
        }
        catch (OperationCanceledException)
        {
            interrupted = true;
        }
        catch (LaminaException failure)
        {
            // What was measured until then is worth printing.
            lost = failure;
        }

        double total = _clock.Elapsed.TotalMilliseconds;
        if (json)
        {
            context.Out.WriteLine(PingDocument.Write(plan.Name, plan.Size, _statistics, total));
        }
        else
        {
            foreach (string line in PingReport.End(plan.Name, _statistics, total))
            {
                context.Out.WriteLine(line);
            }
        }

        return lost is not null ? throw lost
            : interrupted ? ExitCode.Interrupted
            : _flowEnded ? ExitCode.Failure
            : _statistics.Received > 0 ? ExitCode.Ok
            : ExitCode.Timeout;
    }

    private async Task LoopAsync(CancellationToken cancel)
    {
        TimeSpan nextSend = _clock.Elapsed;
        Task<ReadResult> reading = flow.ReadAsync(_received, cancel).AsTask();
        while (true)
        {
            bool sendsMore = plan.Count is not { } count || _statistics.Sent < count;
            if (!sendsMore && _outstanding.Count == 0)
            {
                return;
            }

            bool mayDrown = _outstanding.Count >= MostOutstanding;
            if (sendsMore && !mayDrown && _clock.Elapsed >= nextSend)
            {
                await SendAsync(cancel);
                nextSend += plan.Interval;
            }

            TimeSpan wake = sendsMore && !mayDrown ? nextSend : TimeSpan.MaxValue;
            wake = _outstanding.TryPeek(out var oldest) && oldest.Deadline < wake ? oldest.Deadline : wake;
            TimeSpan wait = wake - _clock.Elapsed;
            if (wait > TimeSpan.Zero && !reading.IsCompleted)
            {
                await Task.WhenAny(reading, Task.Delay(wait, cancel));
                cancel.ThrowIfCancellationRequested();
            }

            if (reading.IsCompleted)
            {
                ReadResult read = await reading;
                if (read.IsEndOfFlow)
                {
                    _flowEnded = true;
                    context.Error.WriteLine("lamina: the server closed the flow");
                    return;
                }

                HandleAnswer(_received.AsSpan(0, read.Length));
                reading = flow.ReadAsync(_received, cancel).AsTask();
            }

            GiveUpOnSilence();
        }
    }

    private async Task SendAsync(CancellationToken cancel)
    {
        uint sequence = (uint)_statistics.Sent;
        new PingMessage(false, sequence, _clock.Elapsed.Ticks).Write(_sent);
        _outstanding.Enqueue((sequence, _clock.Elapsed + PingPlan.Patience));
        _statistics.CountSent();
        await flow.WriteAsync(_sent, cancel);
    }

    private void HandleAnswer(ReadOnlySpan<byte> message)
    {
        if (!PingMessage.TryRead(message, out PingMessage ping) || !ping.IsReply || ping.Sequence >= _statistics.Sent)
        {
            return;
        }

        double milliseconds = TimeSpan.FromTicks(_clock.Elapsed.Ticks - ping.SentAt).TotalMilliseconds;
        if (_statistics.CountReceived(ping.Sequence, milliseconds))
        {
            _answered.Add(ping.Sequence);
            Say(PingReport.Answer(plan.Name, message.Length, ping.Sequence, milliseconds));
        }
    }

    private void GiveUpOnSilence()
    {
        while (_outstanding.TryPeek(out (uint Sequence, TimeSpan Deadline) oldest))
        {
            bool answered = _answered.Remove(oldest.Sequence);
            if (!answered && oldest.Deadline > _clock.Elapsed)
            {
                return;
            }

            _outstanding.Dequeue();
            if (!answered)
            {
                Say("Server timed out.");
            }
        }
    }

    private void Say(string line)
    {
        if (!json)
        {
            context.Out.WriteLine(line);
        }
    }
}

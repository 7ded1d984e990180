using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using Lamina.Core;
using Lamina.Daemon.Configuration.Steps;
using Lamina.Daemon.Control;
using Lamina.Daemon.Logging;

namespace Lamina.Daemon.Configuration.Applying;

/// <summary>Repeats a step until it succeeds or is stopped.</summary>
[SuppressMessage("Design", "CA1001", Justification = "the source has no timer and no wait handle, and may be cancelled after the end")]
internal sealed class PatientRun
{
    // Who starts late must not wait longer than 0.5 s for those who are there already. An attempt asks a silent bearer every 0.2 s
    // and gives up 0.2 s after the last time: with this pause nobody is unasked for longer than 0.3 s.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    // What says no seldom changes its mind.
    private static readonly TimeSpan LongestPauseOfRefusal = TimeSpan.FromSeconds(5);

    private readonly StackTarget _target;
    private readonly CancellationTokenSource _stop = new();
    private volatile string _problem = "";
    private volatile bool _isDone;

    public PatientRun(ConfigStep step, StackTarget target)
    {
        Step = step;
        _target = target;
        Ended = RunAsync();
    }

    public ConfigStep Step { get; }

    /// <summary>Ends with the run; never fails.</summary>
    public Task Ended { get; }

    /// <summary>True once it succeeded.</summary>
    public bool IsDone => _isDone;

    private bool IsStopped => _stop.IsCancellationRequested;

    public WaitingStep Report() => new(Step.Description, _problem);

    /// <summary>No more attempts; one that is under way is withdrawn, unless it has just succeeded.</summary>
    public void Stop() => _stop.Cancel();

    private async Task RunAsync()
    {
        // Not on the thread that applies: the first attempt may take long.
        await Task.Yield();
        long began = Stopwatch.GetTimestamp();
        TimeSpan pause = Pause;
        while (!IsStopped)
        {
            Task progress = _target.NextProgress;
            Outcome outcome = await AttemptAsync();
            if (outcome.IsOk)
            {
                _isDone = true;
                if (_problem.Length > 0)
                {
                    long took = (long)Stopwatch.GetElapsedTime(began).TotalMilliseconds;
                    _target.Log.Succeeded(_target.Name, Step.Description, took);
                }

                _target.HandleProgress();
                return;
            }

            bool isFirst = _problem.Length == 0;
            _problem = outcome.Message;
            if (isFirst && !IsStopped)
            {
                _target.Log.Waits(_target.Name, Step.Description, outcome.Message);
            }

            bool isRefusal = outcome.Code is OutcomeCode.Denied or OutcomeCode.Usage;
            // Whoever made progress may be who this one waits for.
            await Task.WhenAny(progress, Task.Delay(pause, _stop.Token));
            TimeSpan longest = isRefusal ? LongestPauseOfRefusal : Pause;
            pause = pause * 2 < longest ? pause * 2 : longest;
        }
    }

    private async ValueTask<Outcome> AttemptAsync()
    {
        try
        {
            return await Step.DoAsync(_target.Control, _stop.Token);
        }
        catch (OperationCanceledException)
        {
            return Outcome.Failed($"the {Step.Description} was withdrawn");
        }
        catch (InvalidOperationException ended)
        {
            // The stack has ended.
            return Outcome.Denied(ended.Message);
        }
    }
}

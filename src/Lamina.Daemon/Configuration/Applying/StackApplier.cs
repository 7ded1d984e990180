using Lamina.Core;
using Lamina.Daemon.Configuration.Steps;
using Lamina.Daemon.Control;
using Lamina.Daemon.Logging;
using Microsoft.Extensions.Logging;

namespace Lamina.Daemon.Configuration.Applying;

/// <summary>Brings one stack from what a configuration did to it to what one wants of it. One call at a time.</summary>
internal sealed class StackApplier(string name, IStackControl control, ILogger log)
{
    private readonly StackTarget _target = new(name, control, log);
    private readonly List<ConfigStep> _applied = [];
    private readonly List<PatientRun> _stopped = [];
    private volatile IReadOnlyList<PatientRun> _patient = [];

    /// <summary>What was done, or is being tried, in the order of doing.</summary>
    public IReadOnlyList<ConfigStep> Applied => _applied;

    /// <summary>What still waits for others. From any thread.</summary>
    public IReadOnlyList<WaitingStep> Waiting => [.. _patient.Where(run => !run.IsDone).Select(run => run.Report())];

    /// <summary>Goes there step by step; the first step that fails ends it, and the applied steps say how far it came.</summary>
    /// <returns>Null, or what failed, how.</returns>
    public async Task<FailedStep?> MoveToAsync(IReadOnlyList<ConfigStep> wanted, Tally tally)
    {
        await ForgetLostAsync();
        Difference difference = Difference.Between(_applied, wanted);
        foreach (ProcessStep replaced in difference.Replaced)
        {
            log.MadeAgain(name, replaced.Description);
        }

        FailedStep? failed = await UndoAsync(difference, tally) ?? await DoAsync(difference.Do, tally);
        await SettleAsync();
        if (failed is null)
        {
            // In the order of the new file, for the next difference.
            ConfigStep[] sorted = [.. wanted.Select(step => _applied.Find(step.IsSameAs)!)];
            _applied.Clear();
            _applied.AddRange(sorted);
        }

        return failed;
    }

    /// <summary>No more attempts; what is done stays.</summary>
    public void Stop()
    {
        foreach (PatientRun run in _patient)
        {
            run.Stop();
        }
    }

    /// <summary>Somebody may have destroyed an IPC process by hand: it and what went with it is not applied any more.</summary>
    private async Task ForgetLostAsync()
    {
        Answer<IpcpList> live = await control.ListIpcpsAsync(CancellationToken.None);
        if (!live.IsOk)
        {
            return;
        }

        HashSet<string> names = [.. live.Value.Ipcps.Select(ipcp => ipcp.Name)];
        HashSet<string> lost = [.. _applied.OfType<ProcessStep>().Select(process => process.Name).Where(process => !names.Contains(process))];
        foreach (ConfigStep step in _applied.Where(step => step.Owners.Any(lost.Contains)).ToArray())
        {
            Forget(step);
        }
    }

    private async Task<FailedStep?> UndoAsync(Difference difference, Tally tally)
    {
        foreach (ConfigStep step in difference.Undo)
        {
            Forget(step);
            if (step.IsOverwritten && difference.Do.Any(next => next.Key == step.Key))
            {
                continue;
            }

            Outcome outcome = await step.UndoAsync(control, CancellationToken.None);
            tally.Undone++;
            // What is gone already need not be taken back.
            if (!outcome.IsOk && outcome.Code != OutcomeCode.NotFound && !step.IsPatient)
            {
                return new FailedStep(step, outcome);
            }
        }

        return null;
    }

    private async Task<FailedStep?> DoAsync(IReadOnlyList<ConfigStep> steps, Tally tally)
    {
        foreach (ConfigStep step in steps)
        {
            if (step.IsPatient)
            {
                _patient = [.. _patient, new PatientRun(step, _target)];
            }
            else if (await step.DoAsync(control, CancellationToken.None) is { IsOk: false } outcome)
            {
                return new FailedStep(step, outcome);
            }

            _applied.Add(step);
            tally.Done++;
        }

        return null;
    }

    private void Forget(ConfigStep step)
    {
        _applied.Remove(step);
        PatientRun[] runs = [.. _patient.Where(run => run.Step == step)];
        foreach (PatientRun run in runs)
        {
            run.Stop();
        }

        _stopped.AddRange(runs);
        _patient = [.. _patient.Except(runs)];
    }

    /// <summary>An attempt that was withdrawn with its step may have succeeded after all.</summary>
    private async Task SettleAsync()
    {
        foreach (PatientRun run in _stopped)
        {
            await run.Ended;
            if (run.IsDone && !_applied.Exists(run.Step.IsSameAs))
            {
                await run.Step.UndoAsync(control, CancellationToken.None);
            }
        }

        _stopped.Clear();
    }
}

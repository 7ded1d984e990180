using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Lamina.Cli.Rendering;
using Lamina.Simulation.Reports;
using Lamina.Simulation.Scenarios;

namespace Lamina.Cli.Sim;

/// <summary>The same scenario with many seeds, one run on each processor; said in the order of the seeds.</summary>
internal sealed class ManyRuns(CliContext context, SimPlan plan, int runs)
{
    public int Run(Func<ulong, Scenario> scenario, CancellationToken cancel)
    {
        List<FinishedRun> failed = [];
        int done = 0;
        using var traces = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using (ProgressLine progress = new(context))
        {
            // No run is taken before a processor is free for it, or the answers would come in lumps.
            IEnumerable<FinishedRun> finished = Partitioner.Create(Seeds(), EnumerablePartitionerOptions.NoBuffering)
                .AsParallel().AsOrdered().WithMergeOptions(ParallelMergeOptions.NotBuffered)
                .Select(seed => RunOne(scenario, seed, cancel))
                .AsSequential()
                .TakeWhile(run => run is not null)!;
            foreach (FinishedRun run in finished)
            {
                done++;
                traces.AppendData(Encoding.ASCII.GetBytes(run.TraceHash));
                if (run.Violations.Count > 0)
                {
                    failed.Add(run);
                    progress.Clear();
                    Tell(run);
                }
                else if (progress.IsDue)
                {
                    progress.Write($"{done} of {runs} runs, {failed.Count} failed");
                }
            }
        }

        Conclude(done, failed, Convert.ToHexStringLower(traces.GetHashAndReset()));
        cancel.ThrowIfCancellationRequested();
        return failed.Count == 0 ? ExitCode.Ok : ExitCode.Failure;
    }

    private IEnumerable<ulong> Seeds()
    {
        for (int i = 0; i < runs; i++)
        {
            yield return unchecked(plan.Seed + (ulong)i);
        }
    }

    /// <summary>Null: it was interrupted.</summary>
    private FinishedRun? RunOne(Func<ulong, Scenario> scenario, ulong seed, CancellationToken cancel)
    {
        RunWatch watch = new(null, null, cancel);
        try
        {
            cancel.ThrowIfCancellationRequested();
            RunReport report = context.Simulate(scenario(seed), seed, watch);
            watch.ThrowIfEnded();
            return new FinishedRun(seed, report.Violations, report.TraceHash);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
        catch (Exception fault)
        {
            return FinishedRun.Broken(seed, watch.Now, fault);
        }
    }

    private void Tell(FinishedRun run)
    {
        if (!plan.Json)
        {
            context.Out.WriteLine(run.Summary);
        }
    }

    private void Conclude(int done, List<FinishedRun> failed, string traceHash)
    {
        if (plan.Json)
        {
            RunsDocument document = new(plan.Scenario, plan.Seed, done, [.. failed.Select(Describe)]) { TraceHash = traceHash };
            context.Out.WriteLine(JsonSerializer.Serialize(document, SimJson.Default.RunsDocument));
        }
        else
        {
            string interrupted = done < runs ? $" of {runs}; interrupted" : "";
            context.Out.WriteLine($"{plan.Scenario}: {done} runs from seed {plan.Seed}{interrupted}, {failed.Count} failed");
        }

        if (failed.Count > 0)
        {
            context.Error.WriteLine($"to see the first again: {plan.Replay(failed[0].Seed)}");
        }
    }

    private FailedRun Describe(FinishedRun run)
    {
        Violation first = run.Violations[0];
        return new FailedRun(
            run.Seed, run.Violations.Count, first.Invariant, first.At.Nanoseconds / 1e9, first.Text, plan.Replay(run.Seed));
    }
}

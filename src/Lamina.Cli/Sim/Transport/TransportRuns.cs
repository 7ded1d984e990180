using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using Lamina.Cli.Rendering;
using Lamina.Core;
using Lamina.Simulation.Traces;
using Lamina.Simulation.Transport;

namespace Lamina.Cli.Sim.Transport;

/// <summary>Runs the cells, one on each processor, and prints them in the order of the table.</summary>
internal sealed class TransportRuns(CliContext context, TransportPlan plan)
{
    public int Run(string filter, string? path, string? tracePath, bool json, CancellationToken cancel)
    {
        using ResultFile? file = path is null ? null : ResultFile.Open(path);
        using ResultFile? trace = tracePath is null ? null : ResultFile.Open(tracePath);
        long began = Stopwatch.GetTimestamp();
        List<TransportResult> results = Measure(trace, cancel);
        trace?.Flush();
        if (file is not null)
        {
            using StreamWriter writer = new(file);
            Write(results, filter, writer);
        }

        if (json)
        {
            TransportDocument document = TransportDocument.Of(plan, results);
            context.Out.WriteLine(JsonSerializer.Serialize(document, SimJson.Default.TransportDocument));
        }
        else if (file is null)
        {
            Write(results, filter, context.Out);
        }

        return Conclude(results, Stopwatch.GetElapsedTime(began));
    }

    private List<TransportResult> Measure(ResultFile? trace, CancellationToken cancel)
    {
        using ProgressLine progress = new(context);
        List<TransportResult> results = [];
        IPacketTap? tap = trace is null ? null : new PcapngWriter(trace, plan.Replay(plan.Cells[0])).AddNetwork("transport");

        // The order is the table's, whoever is ready first.
        foreach (TransportResult result in Partitioner.Create(plan.Cells, EnumerablePartitionerOptions.NoBuffering)
            .AsParallel().AsOrdered().WithMergeOptions(ParallelMergeOptions.NotBuffered).WithCancellation(cancel)
            .Select(cell => RunOne(cell, tap, cancel)))
        {
            results.Add(result);
            if (progress.IsDue)
            {
                progress.Write($"{results.Count} of {plan.Cells.Count} cells");
            }
        }

        return results;
    }

    private TransportResult RunOne(TransportCell cell, IPacketTap? tap, CancellationToken cancel)
    {
        RunWatch watch = new(tap, null, cancel);
        try
        {
            return new TransportRun(cell, plan.Packets, plan.Seed) { Congestion = plan.Congestion, Tap = watch }.Run();
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            watch.ThrowIfEnded();
            return new TransportResult(cell, plan.Seed, plan.Packets) { Fault = $"{fault.GetType().Name}: {fault.Message}" };
        }
    }

    private void Write(List<TransportResult> results, string filter, TextWriter output)
    {
        output.WriteLine($"`{plan.Describe(filter)}`: messages of {TransportRun.DefaultMessageSize} bytes, QoS data, links of 100 Mbit/s");
        output.WriteLine();
        TransportTable.Write(results, output);
    }

    private int Conclude(List<TransportResult> results, TimeSpan took)
    {
        List<TransportResult> failed = results.FindAll(result => result.Fault is not null);
        context.Error.WriteLine(FormattableString.Invariant($"{results.Count} cells in {took.TotalSeconds:0.0} s, {failed.Count} failed"));
        if (failed.Count == 0)
        {
            return ExitCode.Ok;
        }

        context.Error.WriteLine($"{failed[0].Cell}: {failed[0].Fault}");
        context.Error.WriteLine($"to see the first again: {plan.Replay(failed[0].Cell)}");
        return ExitCode.Failure;
    }
}

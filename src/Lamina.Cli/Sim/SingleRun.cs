using System.Globalization;
using Lamina.Cli.Rendering;
using Lamina.Core;
using Lamina.Simulation.Reports;
using Lamina.Simulation.Reports.Json;
using Lamina.Simulation.Reports.Plots;
using Lamina.Simulation.Scenarios;
using Lamina.Simulation.Traces;

namespace Lamina.Cli.Sim;

/// <summary>One run: its report, and where asked for its trace and its plots.</summary>
internal sealed class SingleRun(CliContext context, SimPlan plan)
{
    public int Run(Scenario scenario, CancellationToken cancel)
    {
        using ResultFile? trace = plan.Trace is { } traced ? ResultFile.Open(traced) : null;
        using ResultFile? svg = plan.Svg is { } drawn ? ResultFile.Open(drawn) : null;
        RunReport report = Simulate(scenario, trace, cancel);
        if (plan.Json)
        {
            context.Out.WriteLine(JsonReport.Write(report));
        }
        else
        {
            TextReport.Write(report, context.Out);
        }

        if (svg is not null)
        {
            using StreamWriter writer = new(svg);
            SvgReport.Write(report, writer);
        }

        if (report.Violations.Count == 0)
        {
            return ExitCode.Ok;
        }

        context.Error.WriteLine($"to see it again: {plan.Replay(plan.Seed)}");
        return ExitCode.Failure;
    }

    private RunReport Simulate(Scenario scenario, ResultFile? trace, CancellationToken cancel)
    {
        using ProgressLine progress = new(context);
        IPacketTap? tap = trace is null ? null : new PcapngWriter(trace, plan.Replay(plan.Seed)).AddNetwork(scenario.Name);
        RunWatch watch = new(tap, (at, datagrams) => Tell(progress, at, datagrams), cancel);
        try
        {
            RunReport report = context.Simulate(scenario, plan.Seed, watch);
            watch.ThrowIfEnded();
            trace?.Flush();
            return report;
        }
        catch (OperationCanceledException)
        {
            progress.Clear();
            trace?.Flush();
            string kept = plan.Trace is { } path ? $"; {path} has them" : "";
            context.Error.WriteLine($"interrupted at {watch.Now} of virtual time, after {watch.Datagrams} datagrams{kept}");
            throw;
        }
        catch (Exception fault) when (fault is not CommandException)
        {
            trace?.Flush();
            throw new CommandException(
                ExitCode.Failure,
                $"a fault inside ({fault.GetType().Name}) at {watch.Now} of virtual time: {fault.Message}",
                plan.Replay(plan.Seed));
        }
    }

    private static void Tell(ProgressLine progress, Instant at, long datagrams)
    {
        if (progress.IsDue)
        {
            progress.Write(string.Create(
                CultureInfo.InvariantCulture, $"{at.Nanoseconds / 1e9:0.0} s of virtual time, {datagrams} datagrams"));
        }
    }
}

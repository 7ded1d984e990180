using System.Runtime.InteropServices;
using Lamina.Bench;
using Lamina.Bench.Allocations;
using Lamina.Bench.Bare;
using Lamina.Bench.Compositions;
using Lamina.Bench.Handshakes;
using Lamina.Bench.Measuring;
using Lamina.Bench.Memory;
using Lamina.Bench.Networks;
using Lamina.Bench.Reporting;
using Lamina.Bench.Rows;

const int Degraded = 7;
const int Interrupted = 130;
switch (args)
{
    case [StartRows.Nothing]:
        return 0;
    case [NodeProcess.Command, ..]:
        return await NodeProcess.RunAsync(args);
    case [PeerProcess.Command, ..]:
        return await PeerProcess.RunAsync(args);
    case [RingPeer.Command, ..]:
        return await RingPeer.RunAsync(args);
    case [HandshakeBench.Command]:
        HandshakeBench.Run();
        return 0;
    case [RelayProcess.Command, ..]:
        return await RelayProcess.RunAsync(args);
    case [AcceptProcess.Command, ..]:
        return await AcceptProcess.RunAsync(args);
    case [FlowMemory.Command, ..]:
        return await FlowMemory.RunAsync(args);
    case [CompositionBench.Command]:
        CompositionBench.Run();
        return 0;
}

if (BenchOptions.Parse(args) is not { } options)
{
    Console.Error.WriteLine(BenchOptions.Usage);
    return args is ["--help" or "-h"] ? 0 : 2;
}

// Namespaces outlive a process that does not clean up: what was measured so far is told, and then all is taken down.
using var stop = new CancellationTokenSource();
void Stop(PosixSignalContext signal)
{
    signal.Cancel = true;
    stop.Cancel();
}

PoolThreads.StartAll();
using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
await using var rows = new AllRows(options);
await Rounds.RunAsync(rows.Wanted, options, Console.Error.WriteLine, stop.Token);
RowReport[] reports = [.. rows.Wanted.Select(RowReport.Of)];
if (options.JsonFile is not null and not "-")
{
    await File.WriteAllTextAsync(options.JsonFile, Report.AsJson(reports, options));
}

if (options.SvgDirectory is { } directory)
{
    Directory.CreateDirectory(directory);
    foreach (Family family in Family.All.Where(family => reports.Any(row => row.Family == family.Key)))
    {
        await using StreamWriter file = File.CreateText(Path.Combine(directory, $"{family.Key}.svg"));
        BarChart.Write(family, [.. reports.Where(row => row.Family == family.Key)], file);
    }
}

Console.WriteLine(options.JsonFile == "-" ? Report.AsJson(reports, options) : Report.AsText(reports, options));
return stop.IsCancellationRequested ? Interrupted : reports.All(row => row.Failure is null) ? 0 : Degraded;

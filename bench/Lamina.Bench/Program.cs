using Lamina.Bench;
using Lamina.Bench.Compositions;
using Lamina.Bench.Direct;
using Lamina.Bench.Measuring;
using Lamina.Bench.Networks;
using Lamina.Bench.Reporting;

const int Degraded = 7;
switch (args)
{
    case [DaemonProcess.Command, ..]:
        return await DaemonProcess.RunAsync(args);
    case [PeerProcess.Command, ..]:
        return await PeerProcess.RunAsync(args);
    case [DirectBench.Command, ..]:
        return await DirectBench.RunAsync(args[1..]);
    case [HostDaemon.Command, ..]:
        return await HostDaemon.RunAsync(args);
    case [HostPeer.Command, ..]:
        return await HostPeer.RunAsync(args);
    case [RingPeer.Command, ..]:
        return await RingPeer.RunAsync(args);
    case [CompositionBench.Command]:
        CompositionBench.Run();
        return 0;
}

if (BenchOptions.Parse(args) is not { } options)
{
    Console.Error.WriteLine(BenchOptions.Usage);
    return args is ["--help" or "-h"] ? 0 : 2;
}

await using var rows = new Rows(options);
await Rounds.RunAsync(rows.All, options, round =>
    Console.Error.WriteLine(round == 0 ? "warming up" : $"round {round} of {options.Rounds}"));
Console.WriteLine(options.IsJson ? Report.AsJson(rows.All, options) : Report.AsText(rows.All, options));
return rows.All.All(row => row.Failure is null) ? 0 : Degraded;

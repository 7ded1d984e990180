using Lamina.Goodput;
using Lamina.Goodput.Networks;
using Lamina.Goodput.PingPong;
using Lamina.Goodput.Ways;
using Lamina.Spike.Flow;
using Lamina.Spike.Pipelines;

if (args is [DaemonProcess.Command, ..])
{
    return await DaemonProcess.RunAsync(args);
}

if (GoodputOptions.Parse(args) is not { } options)
{
    Console.Error.WriteLine(GoodputOptions.Usage);
    return 2;
}

const int WindowTrains = 16;
await using EmbeddedPair embedded = await EmbeddedPair.StartAsync();
await using AttachedPair attached = await AttachedPair.StartAsync("bulk", "ping");
Pipeline[] pipelines =
[
    new RawPipeline(WindowTrains * Shape.RawSegments),
    new FlowPipeline("embedded, udp", await embedded.OpenAsync(Setup.Bearer)),
    new FlowPipeline("embedded, unicast over udp", await embedded.OpenAsync(EmbeddedPair.OneLayer)),
    new FlowPipeline("embedded, two unicast layers over udp", await embedded.OpenAsync(EmbeddedPair.TwoLayers)),
    new FlowPipeline("attached, two daemons over udp", await attached.OpenAsync("bulk"), () => attached.ProcessorTime),
];
Console.WriteLine(Report.Goodput(pipelines, Rounds.Goodput(pipelines, options)));
foreach (Pipeline pipeline in pipelines)
{
    pipeline.Dispose();
}

IPinger[] pingers =
[
    new UdpPinger(),
    new FlowPinger("embedded, udp", await embedded.OpenAsync(Setup.Bearer)),
    new FlowPinger("embedded, two unicast layers over udp", await embedded.OpenAsync(EmbeddedPair.TwoLayers)),
    new FlowPinger("attached, two daemons over udp", await attached.OpenAsync("ping")),
];
Console.WriteLine(Report.RoundTrips(pingers, Rounds.RoundTrips(pingers, options)));
foreach (IPinger pinger in pingers)
{
    pinger.Dispose();
}

return 0;

using Lamina.Peers;
using Lamina.Peers.Measuring;

if ((EchoTrips.Run(args) ?? FlowTrips.Run(args)) is { } code)
{
    return code;
}

if (PeersOptions.Parse(args) is not { } options)
{
    Console.Error.WriteLine(PeersOptions.Usage);
    return 2;
}

try
{
    IReadOnlyList<Line> lines = Match.Run(options);
    Console.Write(options.IsJson ? Report.AsJson(lines, options) : Report.AsText(lines, options));
    return lines.Any(line => line.Failure is not null) ? 7 : 0;
}
catch (PeersException failure)
{
    Console.Error.WriteLine($"peers: {failure.Message}");
    return 1;
}

using System.Globalization;
using Lamina.Peers.Contenders;
using Lamina.Peers.Hosts;
using Lamina.Peers.Measuring;

namespace Lamina.Peers;

/// <summary>All contenders between the same hosts, by turns, each round in the order opposite to the one before.</summary>
internal static class Match
{
    public static IReadOnlyList<Line> Run(PeersOptions options)
    {
        if (!Command.IsThere("iperf3"))
        {
            throw new PeersException("iperf3 measures everybody and is not installed: apt-get install iperf3");
        }

        var lamina = new LaminaHosts(options.Lamina);
        IContender[] all =
        [
            new KernelTcp(), new KernelUdp(), new SocatRelay(), new WireGuardGo(), new Nebula(), new Tinc(), new Yggdrasil(), new OpenVpn(), new Vde(),
            new LaminaFlow("Lamina, udp, two daemons", LaminaHosts.Udp, lamina),
            new LaminaFlow("Lamina, a layer over udp, two daemons", LaminaHosts.Unicast, lamina),
        ];
        using var hosts = new TwoHosts();
        Iperf.Serve(hosts.Right);
        hosts.Right.Start(Environment.ProcessPath!, EchoTrips.ServeCommand);
        List<(IContender Contender, Line Line)> field = [];
        foreach (IContender contender in all.Where(one => options.Only.Count == 0 || options.Only.Any(word => one.Name.StartsWith(word, StringComparison.OrdinalIgnoreCase))))
        {
            field.Add((contender, new Line(contender.Name, WhyNot(contender, hosts), [], [])));
        }

        for (int round = 0; round < options.Rounds; round++)
        {
            foreach ((IContender contender, Line line) in round % 2 == 0 ? field : Enumerable.Reverse(field))
            {
                if (line.Failure is null)
                {
                    line.Goodputs.Add(contender.MeasureGoodput(hosts, options.Seconds));
                    line.RoundTrips.AddRange(contender.MeasureRoundTrip(hosts, options.Seconds) is { } trip ? [trip] : []);
                    Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"round {round + 1}: {line.Name}: {line.Goodputs[^1]:0.00} Gbit/s"));
                }
            }
        }

        return [.. field.Select(one => one.Line)];
    }

    private static string? WhyNot(IContender contender, TwoHosts hosts)
    {
        if (contender.Programs.FirstOrDefault(program => !Command.IsThere(program)) is { } missing)
        {
            return $"{missing} is not installed";
        }

        try
        {
            contender.Open(hosts);
            return null;
        }
        catch (PeersException failure)
        {
            return failure.Message;
        }
    }
}

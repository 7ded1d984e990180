using System.Globalization;
using Lamina.Contest.Ends;
using Lamina.Contest.Links;

namespace Lamina.Contest;

/// <summary>Two hosts, a bad link, and turns for TCP and for Lamina, each pair in another order than the one before.</summary>
internal static class Contest
{
    public static int Run(ContestOptions options)
    {
        using var hosts = new ContestHosts();
        using var link = new BadLink(hosts.Left, hosts.Right);
        hosts.Configure();
        using var receiver = new ContestChild(hosts.Right, ReceivingEnd.Command, options.Congestion);
        using var sender = new ContestChild(hosts.Left, SendingEnd.Command);
        string[] contestants = [.. options.Controls.Select(control => EndWords.Tcp + control), EndWords.Lamina];
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{options.Path}, each way; Lamina with {options.Congestion}; {options.Rounds} rounds of {options.Seconds} s each; Mbit/s, median (least..most); in brackets Lamina's ratio by rounds"));
        Console.WriteLine();
        Console.WriteLine($"| loss | {string.Join(" | ", contestants)} |");
        Console.WriteLine($"|---:|{string.Concat(contestants.Select(_ => "---:|"))}");
        foreach (double loss in options.Losses)
        {
            Dictionary<string, List<double>> rates = contestants.ToDictionary(name => name, _ => new List<double>());
            for (int round = 0; round < options.Rounds; round++)
            {
                foreach (string name in round % 2 == 0 ? contestants : contestants.Reverse())
                {
                    link.Set(options.At(loss));
                    rates[name].Add(Measure(name, options.Seconds, sender, receiver));
                    Console.Error.WriteLine(string.Create(
                        CultureInfo.InvariantCulture, $"{loss} %, round {round + 1}: {name} {rates[name][^1]:0.0} Mbit/s"));
                }
            }

            string[] cells = [.. contestants.Select(name => name == EndWords.Lamina ? Spread(rates[name], "0.0") : Against(rates[EndWords.Lamina], rates[name]))];
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {loss} % | {string.Join(" | ", cells)} |"));
        }

        return 0;
    }

    private static double Measure(string name, double seconds, ContestChild sender, ContestChild receiver)
    {
        string turn = string.Create(CultureInfo.InvariantCulture, $"{name} {seconds}");
        receiver.Tell(turn);
        sender.Tell(turn);
        string answer = receiver.Hear();
        sender.Hear();
        // What still is on its way belongs to nobody.
        Thread.Sleep(TimeSpan.FromSeconds(1));
        return double.TryParse(answer, CultureInfo.InvariantCulture, out double rate)
            ? rate
            : throw new ContestException($"the receiving end says: {answer}");
    }

    private static string Against(List<double> ours, List<double> theirs) =>
        $"{Spread(theirs, "0.0")} [{Spread([.. ours.Zip(theirs, (our, their) => our / Math.Max(their, 1e-3))], "0.00")}]";

    private static string Spread(IReadOnlyList<double> values, string format)
    {
        double[] sorted = [.. values.Order()];
        string Text(double value) => value.ToString(format, CultureInfo.InvariantCulture);
        return $"{Text(sorted[sorted.Length / 2])} ({Text(sorted[0])}..{Text(sorted[^1])})";
    }
}

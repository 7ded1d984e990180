using Lamina.Bench.Measuring;
using Lamina.Bench.Reporting;

namespace Lamina.Bench.Direct;

/// <summary>Programs of one host, beside a bare ring in memory that two processes share.</summary>
internal static class DirectBench
{
    public const string Command = "direct";

    private const int Degraded = 7;

    public static async Task<int> RunAsync(string[] arguments)
    {
        // "--only PART": rows whose names contain it, and the bare rings; "--ask QUESTION": that alone.
        string only = "";
        Question? ask = null;
        while (arguments is ["--only" or "--ask", _, ..])
        {
            ask = arguments[0] == "--ask" ? Enum.Parse<Question>(arguments[1]) : ask;
            only = arguments[0] == "--only" ? arguments[1] : only;
            arguments = arguments[2..];
        }

        if (BenchOptions.Parse(arguments) is not { } options)
        {
            await Console.Error.WriteLineAsync(BenchOptions.Usage);
            return 2;
        }

        await using var rows = new DirectRows();
        Row[] wanted =
        [
            .. rows.All.Where(row => row.LimitOf is null || row.Name.Contains(only, StringComparison.Ordinal))
                .Select(row => row with { Open = async question => ask is null || ask == question ? await row.Open(question) : null }),
        ];
        await Rounds.RunAsync(wanted, options, round =>
            Console.Error.WriteLine(round == 0 ? "warming up" : $"round {round} of {options.Rounds}"));
        Console.WriteLine(options.IsJson ? Report.AsJson(wanted, options) : Report.AsText(wanted, options));
        return wanted.All(row => row.Failure is null) ? 0 : Degraded;
    }
}

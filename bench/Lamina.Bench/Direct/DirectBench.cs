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
        if (BenchOptions.Parse(arguments) is not { } options)
        {
            await Console.Error.WriteLineAsync(BenchOptions.Usage);
            return 2;
        }

        await using var rows = new DirectRows();
        await Rounds.RunAsync(rows.All, options, round =>
            Console.Error.WriteLine(round == 0 ? "warming up" : $"round {round} of {options.Rounds}"));
        Console.WriteLine(options.IsJson ? Report.AsJson(rows.All, options) : Report.AsText(rows.All, options));
        return rows.All.All(row => row.Failure is null) ? 0 : Degraded;
    }
}

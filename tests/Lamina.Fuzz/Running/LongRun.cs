using Lamina.Fuzz.Targets;

namespace Lamina.Fuzz.Running;

/// <summary>Target after target, and a row of a table for each.</summary>
internal sealed class LongRun(FuzzOptions options)
{
    private const int MostFound = 24;
    private const int LongestFound = 300;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>True: nothing was found.</summary>
    public bool Run(IEnumerable<string> names)
    {
        using var watchdog = new Watchdog(Patience, (target, input) =>
        {
            Console.Error.WriteLine($"'{target.Name}' did not end within {Patience.TotalSeconds:0} s: {Corpus.SaveFailure(target, [input])}");
            Environment.Exit(1);
        });
        if (!options.Fills)
        {
            Console.WriteLine($"seed {options.Seed}");
            Console.WriteLine($"{"target",-34} {"executions",10} {"accepted",10} {"corpus",6} {"kinds",6} {"worst bytes",11} {"of input",8} {"worst ms",8} {"s",7}");
        }

        bool isClean = true;
        foreach (string name in names)
        {
            using FuzzTarget target = AllTargets.Make(name);
            isClean &= options.Fills ? Fill(target) : Run(target, watchdog);
        }

        return isClean;
    }

    private static bool Fill(FuzzTarget target)
    {
        Corpus corpus = Corpus.Of(target);
        corpus.Fill(target);
        corpus.Save(target.Name);
        return true;
    }

    private bool Run(FuzzTarget target, Watchdog watchdog)
    {
        var found = new List<byte[]>();
        try
        {
            FuzzResult result = new FuzzRun(target, options.Seed, watchdog) { Found = found.Add }.Run(options.Executions);
            Console.WriteLine(
                $"{target.Name,-34} {result.Executions,10} {result.Accepted,10} {result.Corpus,6} {result.Behaviours,6} {result.WorstBytes,11} "
                + $"{result.WorstInput,8} {result.WorstTime.TotalMilliseconds,8:0.0} {result.Time.TotalSeconds,7:0.0}");
            if (options.Keeps)
            {
                Keep(target, found);
            }

            return true;
        }
        catch (FuzzFinding finding)
        {
            Console.WriteLine($"{target.Name,-34} FOUND: {finding.Message}");
            Console.WriteLine(Corpus.SaveFailure(target, finding.Inputs));
            Console.WriteLine(finding.InnerException);
            return false;
        }
    }

    // Spread over the run: the first ones are changes of the corpus in one place, the last ones went deepest.
    private static void Keep(FuzzTarget target, List<byte[]> found)
    {
        Corpus corpus = Corpus.Of(target);
        byte[][] small = [.. found.Where(input => input.Length <= LongestFound)];
        int room = MostFound - corpus.Lines.Count(line => line.Kind == CorpusKind.Found);
        for (int i = 0; i < Math.Min(room, small.Length); i++)
        {
            corpus.Add(CorpusKind.Found, small[(int)((long)i * small.Length / Math.Min(room, small.Length))]);
        }

        corpus.Save(target.Name);
    }
}

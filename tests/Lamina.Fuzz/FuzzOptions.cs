namespace Lamina.Fuzz;

/// <summary>What the program is asked for.</summary>
internal sealed record FuzzOptions
{
    public const string Usage = """
        usage: dotnet run -c Release --project tests/Lamina.Fuzz -- [--executions N] [--target TEXT] [--seed S] [--keep]
               dotnet run -c Release --project tests/Lamina.Fuzz -- --fill

          --executions N  inputs for each target (default 1000000)
          --target TEXT   only targets whose name contains it
          --seed S        another sequence of inputs (default 1)
          --keep          adds what showed something new to the corpora
          --fill          makes the corpora of targets that have none
          --list          names the targets
        """;

    public long Executions { get; init; } = 1_000_000;

    public string Target { get; init; } = "";

    public ulong Seed { get; init; } = 1;

    public bool Keeps { get; init; }

    public bool Fills { get; init; }

    public bool Lists { get; init; }

    /// <summary>Null: the words mean nothing.</summary>
    public static FuzzOptions? Parse(IReadOnlyList<string> words)
    {
        var options = new FuzzOptions();
        for (int i = 0; i < words.Count; i++)
        {
            string value = i + 1 < words.Count ? words[i + 1] : "";
            switch (words[i])
            {
                case "--executions" when long.TryParse(value, out long executions) && executions > 0:
                    options = options with { Executions = executions };
                    i++;
                    break;
                case "--target" when value.Length > 0:
                    options = options with { Target = value };
                    i++;
                    break;
                case "--seed" when ulong.TryParse(value, out ulong seed):
                    options = options with { Seed = seed };
                    i++;
                    break;
                case "--keep":
                    options = options with { Keeps = true };
                    break;
                case "--fill":
                    options = options with { Fills = true };
                    break;
                case "--list":
                    options = options with { Lists = true };
                    break;
                default:
                    return null;
            }
        }

        return options;
    }
}

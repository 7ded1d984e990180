using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Lamina.Cli.Sim;

/// <summary>--seed: a whole number of 64 bits.</summary>
internal static class SeedOption
{
    private const ulong Default = 1;

    public static Option<ulong> Create() => new("--seed")
    {
        Description = "Decides every chance; equal seeds give equal runs",
        HelpName = "N",
        CustomParser = Read,
        DefaultValueFactory = _ => Default,
    };

    private static ulong Read(ArgumentResult result)
    {
        string word = result.Tokens[0].Value;
        if (!ulong.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out ulong seed))
        {
            result.AddError($"--seed {word}: it must be a whole number from 0 to {ulong.MaxValue}");
        }

        return seed;
    }
}

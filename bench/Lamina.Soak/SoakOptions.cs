using System.Globalization;

namespace Lamina.Soak;

/// <summary>What to run, and how much of it.</summary>
/// <param name="Members">idle: neighbours of the hub. Default 50.</param>
/// <param name="Seconds">idle: how long it is watched; memory: how long flows are quiet; flood: how long it lasts. Default 60, flood 10.</param>
/// <param name="Settle">idle: how long before. Default 20.</param>
/// <param name="Count">churn: allocations; crowd, memory: flows at once. Default 100000, 1000, 10000.</param>
internal sealed record SoakOptions(int Members = 50, int? Seconds = null, int Settle = 20, int? Count = null)
{
    public static SoakOptions? Read(ReadOnlySpan<string> words)
    {
        var options = new SoakOptions();
        for (int i = 0; i < words.Length; i += 2)
        {
            if (i + 1 == words.Length || !int.TryParse(words[i + 1], NumberStyles.None, CultureInfo.InvariantCulture, out int value) || value == 0)
            {
                return null;
            }

            switch (words[i])
            {
                case "--members":
                    options = options with { Members = value };
                    break;
                case "--seconds":
                    options = options with { Seconds = value };
                    break;
                case "--settle":
                    options = options with { Settle = value };
                    break;
                case "--count":
                    options = options with { Count = value };
                    break;
                default:
                    return null;
            }
        }

        return options;
    }
}

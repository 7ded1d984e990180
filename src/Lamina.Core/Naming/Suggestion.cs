namespace Lamina.Core;

/// <summary>Did you mean: the known word that is nearest to a mistyped one.</summary>
public static class Suggestion
{
    /// <summary>The nearest word within a third of its length (at least 1, at most 3 edits); null when none is near.</summary>
    public static string? Find(string typed, IEnumerable<string> known)
    {
        string? best = null;
        int bestDistance = int.MaxValue;
        foreach (string word in known)
        {
            int most = Math.Clamp(word.Length / 3, 1, 3);
            // Each character more is an edit: a long text is near to nothing, and costs nothing.
            if (Math.Abs(typed.Length - word.Length) > most)
            {
                continue;
            }

            int distance = Distance(typed, word);
            if (distance < bestDistance && distance <= most)
            {
                (best, bestDistance) = (word, distance);
            }
        }

        return best;
    }

    /// <summary>", did you mean 'word'?" for the end of a sentence; empty when no word is near.</summary>
    public static string Ask(string typed, IEnumerable<string> known) =>
        Find(typed, known) is { } near && near != typed ? $", did you mean '{near}'?" : "";

    /// <summary>Edits (insert, delete, replace, swap of neighbours) from one word to the other.</summary>
    public static int Distance(string a, string b)
    {
        int[,] d = new int[a.Length + 1, b.Length + 1];
        for (int i = 0; i <= a.Length; i++)
        {
            for (int j = 0; j <= b.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    d[i, j] = i + j;
                    continue;
                }

                int replace = d[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                d[i, j] = Math.Min(replace, 1 + Math.Min(d[i - 1, j], d[i, j - 1]));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    d[i, j] = Math.Min(d[i, j], d[i - 2, j - 2] + 1);
                }
            }
        }

        return d[a.Length, b.Length];
    }
}

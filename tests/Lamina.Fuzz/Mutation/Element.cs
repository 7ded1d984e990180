namespace Lamina.Fuzz.Mutation;

/// <summary>A number in a message, and what it seems to count: the bytes right behind it.</summary>
/// <param name="At">Where the number is.</param>
/// <param name="Width">Its bytes: 1 or 2.</param>
/// <param name="Length">What it says.</param>
internal readonly record struct Element(int At, int Width, int Length)
{
    private const int Most = 64;

    /// <summary>Where what it counts begins.</summary>
    public int Start => At + Width;

    /// <summary>Where it ends.</summary>
    public int End => Start + Length;

    /// <summary>All that there may be; some are no lengths at all, which does no harm.</summary>
    public static List<Element> Find(ReadOnlySpan<byte> message)
    {
        var found = new List<Element>();
        for (int i = 0; i < message.Length && found.Count < Most; i++)
        {
            int one = message[i];
            if (one > 0 && i + 1 + one <= message.Length)
            {
                found.Add(new(i, 1, one));
            }

            int two = i + 1 < message.Length ? (message[i] << 8) | message[i + 1] : 0;
            if (two > 0 && i + 2 + two <= message.Length)
            {
                found.Add(new(i, 2, two));
            }
        }

        return found;
    }
}

namespace Lamina.Security.Tickets;

/// <summary>The text of a ticket, as people bring it: what was mistyped is looked for, and said.</summary>
internal static class TicketText
{
    private const int MaxLetters = 700;

    // Of a longer one nobody looks for the mistake: it is not copied by hand.
    private const int MaxSearched = 256;

    public static bool TryParse(string text, out Ticket? ticket, out string problem)
    {
        ticket = null;
        string packed = string.Concat(text.Where(letter => !char.IsWhiteSpace(letter)));
        if (!packed.StartsWith(Ticket.Prefix, StringComparison.OrdinalIgnoreCase))
        {
            problem = packed.StartsWith("lamina", StringComparison.OrdinalIgnoreCase) && packed.Contains(':', StringComparison.Ordinal)
                ? $"is of another version of the program: this one reads those that begin with '{Ticket.Prefix}'"
                : $"does not begin with '{Ticket.Prefix}': is it all that 'lamina invite' printed?";
            return false;
        }

        string letters = packed[Ticket.Prefix.Length..];
        if (letters.Length > MaxLetters)
        {
            problem = "is too long: is there something behind it?";
            return false;
        }

        byte[] values = new byte[letters.Length];
        for (int i = 0; i < letters.Length; i++)
        {
            int value = Base32.ValueOf(letters[i]);
            if (value < 0)
            {
                problem = $"has a mistake: {PlaceOf(letters, i)} is in no ticket{Likely(letters[i])}";
                return false;
            }

            values[i] = (byte)value;
        }

        byte[] bytes = new byte[letters.Length * 5 / 8];
        if (Base32.TryDecode(values, bytes) && Ticket.TryRead(bytes, out ticket))
        {
            problem = "";
            return true;
        }

        problem = Ticket.HasChecksum(bytes) ? "is of another version of the program"
            : FindMistake(letters, values) ?? "has a mistake, or is not whole: its checksum is wrong; copy it again";
        return false;
    }

    /// <summary>Where one other letter, or two that change places, would make it right: the one mistake that it must be.</summary>
    private static string? FindMistake(string letters, byte[] values)
    {
        string? found = null;
        if (values.Length > MaxSearched)
        {
            return null;
        }

        byte[] bytes = new byte[values.Length * 5 / 8];
        for (int i = 0; i < values.Length; i++)
        {
            byte own = values[i];
            for (byte other = 0; other < Base32.Alphabet.Length; other++)
            {
                values[i] = other;
                if (other != own && Base32.TryDecode(values, bytes) && Ticket.HasChecksum(bytes))
                {
                    if (found is not null)
                    {
                        return null;
                    }

                    found = $"has a mistake: {PlaceOf(letters, i)} should be '{Base32.Alphabet[other]}'";
                }
            }

            values[i] = own;
            if (i > 0 && own != values[i - 1])
            {
                (values[i - 1], values[i]) = (own, values[i - 1]);
                if (Base32.TryDecode(values, bytes) && Ticket.HasChecksum(bytes))
                {
                    found = $"has a mistake: '{letters[i - 1]}{letters[i]}' at {Ticket.Prefix.Length + i} should be '{letters[i]}{letters[i - 1]}'";
                }

                (values[i - 1], values[i]) = (values[i], values[i - 1]);
            }
        }

        return found;
    }

    private static string PlaceOf(string letters, int index) => $"character {Ticket.Prefix.Length + index + 1}, '{letters[index]}',";

    private static string Likely(char letter) => letter switch
    {
        '0' => "; 'o' looks like it",
        '1' => "; 'l' and 'i' look like it",
        '8' => "; 'b' looks like it",
        '9' => "; 'g' looks like it",
        _ => "",
    };
}

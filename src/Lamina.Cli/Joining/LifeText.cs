using System.Globalization;

namespace Lamina.Cli.Joining;

/// <summary>How people say for how long, or until when: 30m, 12h, 7d, or a date.</summary>
internal static class LifeText
{
    public const string Forms = "30m, 12h, 7d, or a date such as 2026-12-31 or 2026-12-31T18:00Z";

    /// <summary>Reads it; false where it is neither, or over.</summary>
    public static bool TryParse(string text, DateTimeOffset now, out TimeSpan life)
    {
        life = default;
        if (text.Length > 1 && "smhdw".Contains(text[^1], StringComparison.Ordinal)
            && int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out int number))
        {
            life = text[^1] switch
            {
                's' => TimeSpan.FromSeconds(number),
                'm' => TimeSpan.FromMinutes(number),
                'h' => TimeSpan.FromHours(number),
                'd' => TimeSpan.FromDays(Math.Min(number, 1_000_000)),
                _ => TimeSpan.FromDays(7L * Math.Min(number, 100_000)),
            };
        }
        else if (DateTimeOffset.TryParseExact(
            text, ["yyyy-MM-dd", "yyyy-MM-ddTHH:mmK", "yyyy-MM-ddTHH:mm:ssK"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset until))
        {
            life = until - now;
        }

        return life > TimeSpan.Zero;
    }
}

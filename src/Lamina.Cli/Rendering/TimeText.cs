using System.Globalization;

namespace Lamina.Cli.Rendering;

/// <summary>A point in time as people read it, to the second.</summary>
internal static class TimeText
{
    public static string Of(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
}

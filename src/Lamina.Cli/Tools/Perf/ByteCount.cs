using System.Globalization;

namespace Lamina.Cli.Tools.Perf;

/// <summary>A number of bytes as a person types it: 5000, 64k, 200M, 1G. The letters mean powers of 1024.</summary>
internal static class ByteCount
{
    /// <summary>Most that one test sends: 1 TiB.</summary>
    public const long Most = 1L << 40;

    /// <summary>False for what is no such number, or not from 1 to <see cref="Most"/>.</summary>
    public static bool TryParse(string text, out long bytes)
    {
        int shift = text.Length == 0 ? 0 : char.ToUpperInvariant(text[^1]) switch
        {
            'K' => 10,
            'M' => 20,
            'G' => 30,
            _ => 0,
        };
        string digits = shift == 0 ? text : text[..^1];
        bool isNumber = long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out long number);
        bytes = isNumber && number <= Most >> shift ? number << shift : 0;
        return bytes > 0;
    }
}

using System.Buffers.Binary;
using System.Text;

namespace Lamina.EndToEnd.Tests.Security;

/// <summary>What nobody on a link may read: any sixteen bytes in a row of it are a find.</summary>
internal sealed class Secrets
{
    private const int Window = 16;

    private readonly Dictionary<UInt128, string> _windows = [];

    /// <summary>A text, as it is.</summary>
    public void Add(string text) => Add($"'{text}'", Encoding.UTF8.GetBytes(text));

    /// <summary>Bytes, as they are.</summary>
    /// <param name="what">What a person calls them.</param>
    /// <param name="bytes">Sixteen at least.</param>
    public void Add(string what, ReadOnlySpan<byte> bytes)
    {
        Assert.True(bytes.Length >= Window, $"{what} is too short to be told from chance");
        for (int i = 0; i <= bytes.Length - Window; i++)
        {
            ReadOnlySpan<byte> window = bytes.Slice(i, Window);
            // A run of one byte is in every packet.
            if (window.ContainsAnyExcept(window[0]))
            {
                _windows.TryAdd(BinaryPrimitives.ReadUInt128BigEndian(window), what);
            }
        }
    }

    /// <summary>What of it is in frames, how often.</summary>
    public IReadOnlyDictionary<string, int> FindIn(IEnumerable<byte[]> frames)
    {
        SortedDictionary<string, int> found = new(StringComparer.Ordinal);
        foreach (byte[] frame in frames)
        {
            HashSet<string> here = [];
            for (int i = 0; i <= frame.Length - Window; i++)
            {
                if (_windows.TryGetValue(BinaryPrimitives.ReadUInt128BigEndian(frame.AsSpan(i, Window)), out string? what))
                {
                    here.Add(what);
                }
            }

            foreach (string what in here)
            {
                found[what] = found.GetValueOrDefault(what) + 1;
            }
        }

        return found;
    }
}

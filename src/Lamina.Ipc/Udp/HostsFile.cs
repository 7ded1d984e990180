using System.Net;
using Lamina.Core;

namespace Lamina.Ipc.Udp;

/// <summary>
/// Reads the text of a hosts file for names of udp layers: <c>10.1.1.2 eebe0851cda7f85aeef4229567441a2d</c>, where the
/// host name is the MD5 of the name in hexadecimal. Every other line of such a file is none of ours.
/// </summary>
public static class HostsFile
{
    /// <summary>Bytes of the longest file that is read: 4 MiB.</summary>
    public const int MaxLength = 4 << 20;

    /// <summary>The entries of a text, in its order.</summary>
    /// <param name="text">The file; <c>#</c> begins a comment.</param>
    /// <param name="port">UDP port of the layer: a hosts file has none.</param>
    public static IReadOnlyList<HostEntry> Parse(string text, ushort port)
    {
        var entries = new List<HostEntry>();
        foreach (string line in text.Split('\n'))
        {
            string[] fields = line.Split('#')[0].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (fields.Length < 2 || !IPAddress.TryParse(fields[0], out IPAddress? address))
            {
                continue;
            }

            var endpoint = UdpEndpoint.From(new IPEndPoint(address, port));
            foreach (string field in fields.AsSpan(1))
            {
                if (TryParseHash(field, out NameHash hash))
                {
                    entries.Add(new HostEntry(hash, endpoint));
                }
            }
        }

        return entries;
    }

    /// <summary>Reads an MD5 in hexadecimal, of either case: host names have none.</summary>
    public static bool TryParseHash(string text, out NameHash hash)
    {
        hash = default;
        if (text.Length != 2 * NameHash.LengthOf(HashAlgorithmId.Md5) || !text.All(char.IsAsciiHexDigit))
        {
            return false;
        }

        return NameHash.TryFromBytes(Convert.FromHexString(text), out hash);
    }
}

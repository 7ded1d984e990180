using System.Security.Cryptography;

namespace Lamina.Cli.Authorities;

/// <summary>Bytes as text that survives mail and terminals: PEM (RFC 7468), with words of explanation before it.</summary>
internal static class Armour
{
    public const string Request = "LAMINA NODE REQUEST";
    public const string Membership = "LAMINA MEMBERSHIP";

    public static string Write(string label, ReadOnlySpan<byte> bytes) => PemEncoding.WriteString(label, bytes);

    /// <summary>The first part of that label in a text; null: there is none.</summary>
    public static byte[]? Read(string text, string label)
    {
        ReadOnlySpan<char> rest = text;
        while (PemEncoding.TryFind(rest, out PemFields fields))
        {
            if (rest[fields.Label].SequenceEqual(label))
            {
                return Convert.FromBase64String(rest[fields.Base64Data].ToString());
            }

            rest = rest[fields.Location.End..];
        }

        return null;
    }
}

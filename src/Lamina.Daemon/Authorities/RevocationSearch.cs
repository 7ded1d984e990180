using Lamina.Core;
using Lamina.Daemon.Control;
using Lamina.Security.Credentials;
using Lamina.Security.Identities;

namespace Lamina.Daemon.Authorities;

/// <summary>What a person means who revokes something.</summary>
internal static class RevocationSearch
{
    private const int LeastDigits = 8;

    /// <summary>Finds it among what was issued; a whole serial or node id need not be there, as an inviter may have issued it.</summary>
    public static Answer<RevokedRecord> Find(AuthorityRecord record, string text, DateTimeOffset now)
    {
        string digits = text.ToLowerInvariant();
        if (digits.Length < LeastDigits || !digits.All(char.IsAsciiHexDigit))
        {
            return Outcome.Usage($"'{text}' is neither a serial nor a node id: {LeastDigits} hexadecimal digits at least", Hint(record));
        }

        if (KeyId.TryParse(digits, out KeyId node))
        {
            return new RevokedRecord(new Serial(node.Prefix).ToString(), now, null);
        }

        IssuedRecord[] serials = [.. record.Issued.Where(issued => issued.Serial.StartsWith(digits, StringComparison.Ordinal))];
        string[] nodes = [.. record.Issued.Select(issued => issued.Node).Where(id => id.StartsWith(digits, StringComparison.Ordinal)).Distinct()];
        return (serials.Length, nodes.Length) switch
        {
            (1, 0) => new RevokedRecord(serials[0].Serial, now, serials[0].NotAfter),
            (0, 1) => new RevokedRecord(nodes[0][..32], now, null),
            (0, 0) when Serial.TryParse(digits, out Serial whole) => new RevokedRecord(whole.ToString(), now, null),
            (0, 0) => Outcome.NotFound($"nothing was issued here with serial or node id {text}", Hint(record)),
            _ => Outcome.Usage($"{text} is the beginning of several", Hint(record)),
        };
    }

    private static string Hint(AuthorityRecord record) => $"lamina layer-authority show '{record.Layer}'";
}

using System.Text;
using Lamina.Core;
using Lamina.Security.Credentials;

namespace Lamina.Security.Tickets.Claims;

/// <summary>
/// What an issuer gives to who has proved what it takes: a membership, and the name by which the issuer itself is known below its layer.
/// <code>
/// +-------------+------------------------+----------------------+
/// | version = 1 | length 1, name (or 0)  | membership, the rest |
/// +-------------+------------------------+----------------------+
/// </code>
/// </summary>
/// <param name="Member">The issuer's IPC process: whom to connect to. Null: it does not say.</param>
/// <param name="Membership">Roots, revocations, and the credential.</param>
public sealed record Welcome(Name? Member, Membership Membership)
{
    private const byte CurrentVersion = 1;

    /// <summary>Writes it.</summary>
    public byte[] Write()
    {
        byte[] name = Encoding.UTF8.GetBytes(Member?.Value ?? "");
        return [CurrentVersion, (byte)name.Length, .. name, .. Membership.Write()];
    }

    /// <summary>Reads one, and nothing behind it.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out Welcome? welcome)
    {
        welcome = null;
        var reader = new SpanReader(bytes);
        byte version = reader.ReadByte();
        ReadOnlySpan<byte> name = reader.ReadBytes(reader.ReadByte());
        Name member = default;
        if (reader.Failed || version != CurrentVersion
            || (!name.IsEmpty && (!System.Text.Unicode.Utf8.IsValid(name) || !Name.TryParse(Encoding.UTF8.GetString(name), out member)))
            || !Membership.TryRead(reader.Rest, out Membership? membership))
        {
            return false;
        }

        welcome = new Welcome(name.IsEmpty ? null : member, membership!);
        return true;
    }
}

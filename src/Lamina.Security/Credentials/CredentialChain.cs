using Lamina.Core;

namespace Lamina.Security.Credentials;

/// <summary>
/// What a member shows: its credential, and that of its inviter where no root issued its own. Never more: an inviter's is issued by a root.
/// <code>
/// +---------------+---------------------+----------------------+
/// | count, 1 or 2 | member's credential | inviter's credential |
/// +---------------+---------------------+----------------------+
/// </code>
/// </summary>
/// <param name="Member">Of whom shows it.</param>
/// <param name="Inviter">Of its issuer; null: a root issued it.</param>
public sealed record CredentialChain(Credential Member, Credential? Inviter = null)
{
    /// <summary>Bytes of it.</summary>
    public int Length => 1 + Member.Bytes.Length + (Inviter?.Bytes.Length ?? 0);

    /// <summary>From when on all of it is valid.</summary>
    public DateTimeOffset Begins => Inviter is { } inviter && inviter.NotBefore > Member.NotBefore ? inviter.NotBefore : Member.NotBefore;

    /// <summary>True where a part of it, or a node of it, is revoked.</summary>
    public bool IsRevokedBy(LayerTrust trust) => trust.IsRevoked(Member) || (Inviter is { } inviter && trust.IsRevoked(inviter));

    /// <summary>True where both are the same, byte for byte.</summary>
    public bool IsSameAs(CredentialChain other) =>
        Member.Bytes.Span.SequenceEqual(other.Member.Bytes.Span)
        && (Inviter is null) == (other.Inviter is null)
        && (Inviter is null || Inviter.Bytes.Span.SequenceEqual(other.Inviter!.Bytes.Span));

    /// <summary>Reads one, and nothing behind it.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out CredentialChain? chain)
    {
        var reader = new SpanReader(bytes);
        chain = null;
        int count = reader.ReadByte();
        Credential? inviter = null;
        if (count is not (1 or 2) || !Credential.TryRead(ref reader, out Credential? member)
            || (count == 2 && !Credential.TryRead(ref reader, out inviter)) || !reader.Rest.IsEmpty)
        {
            return false;
        }

        chain = new CredentialChain(member!, inviter);
        return true;
    }

    /// <summary>Writes it.</summary>
    /// <returns>Bytes written; -1 where it does not fit.</returns>
    public int Write(Span<byte> target)
    {
        var writer = new SpanWriter(target);
        writer.WriteByte((byte)(Inviter is null ? 1 : 2));
        writer.WriteBytes(Member.Bytes.Span);
        writer.WriteBytes(Inviter is null ? default : Inviter.Bytes.Span);
        return writer.Failed ? -1 : writer.Length;
    }
}

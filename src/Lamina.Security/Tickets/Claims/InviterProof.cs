using Lamina.Core;
using Lamina.Security.Credentials;

namespace Lamina.Security.Tickets.Claims;

/// <summary>
/// What an inviter shows, sealed to the joiner's ephemeral key and the ticket's secret.
/// <code>
/// +-----------------+--------------------+
/// | length 2, roots | chain, the rest    |
/// +-----------------+--------------------+
/// </code>
/// </summary>
/// <param name="Roots">The layer's roots.</param>
/// <param name="Chain">The inviter's own credential.</param>
public sealed record InviterProof(RootSet Roots, CredentialChain Chain)
{
    /// <summary>Writes it.</summary>
    public byte[] Write()
    {
        byte[] bytes = new byte[2 + Roots.Bytes.Length + Chain.Length];
        var writer = new SpanWriter(bytes);
        writer.WriteUInt16((ushort)Roots.Bytes.Length);
        writer.WriteBytes(Roots.Bytes.Span);
        Chain.Write(bytes.AsSpan(writer.Length));
        return bytes;
    }

    /// <summary>Reads one, and nothing behind it. Says nothing of signatures.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out InviterProof? proof)
    {
        proof = null;
        var reader = new SpanReader(bytes);
        ReadOnlySpan<byte> roots = reader.ReadBytes(reader.ReadUInt16());
        if (reader.Failed || !RootSet.TryRead(roots, out RootSet? set) || !CredentialChain.TryRead(reader.Rest, out CredentialChain? chain))
        {
            return false;
        }

        proof = new InviterProof(set!, chain!);
        return true;
    }
}

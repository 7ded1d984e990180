using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Lamina.Core;
using Lamina.Wire.Attach;

namespace Lamina.Node.Attach;

/// <summary>
/// Seals tickets with HMAC-SHA256, whole: what comes back was written by this stack, in this life or an earlier one, for the user that
/// brings it.
/// </summary>
internal sealed class TicketSeal(ReadOnlyMemory<byte> key)
{
    private const int SealLength = HMACSHA256.HashSizeInBytes;

    /// <summary>Longest sealed ticket.</summary>
    public const int MaxLength = FlowTicketCodec.MaxLength + SealLength;

    /// <returns>Bytes written.</returns>
    public int Write(FlowTicket ticket, uint user, Span<byte> to)
    {
        int length = FlowTicketCodec.Write(ticket, user, to[..FlowTicketCodec.MaxLength]);
        HMACSHA256.HashData(key.Span, to[..length], to.Slice(length, SealLength));
        return length + SealLength;
    }

    public bool TryOpen(ReadOnlySpan<byte> sealedTicket, uint user, [NotNullWhen(true)] out FlowTicket? ticket)
    {
        ticket = null;
        if (sealedTicket.Length is <= SealLength or > MaxLength)
        {
            return false;
        }

        ReadOnlySpan<byte> body = sealedTicket[..^SealLength];
        Span<byte> seal = stackalloc byte[SealLength];
        HMACSHA256.HashData(key.Span, body, seal);
        return CryptographicOperations.FixedTimeEquals(seal, sealedTicket[^SealLength..])
            && FlowTicketCodec.TryRead(body, out ticket, out uint owner) && owner == user;
    }
}

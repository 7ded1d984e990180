using Lamina.Core;
using Lamina.Wire;

namespace Lamina.Security.Handshake;

/// <summary>What travels in the clear beside a handshake, and must be the same at both sides: it vouches for that.</summary>
/// <param name="Destination">The name that is wanted, as the layer hashes it.</param>
/// <param name="Qos">What the flow is asked to give.</param>
public readonly record struct HandshakeTerms(NameHash Destination, QosSpec Qos)
{
    private static ReadOnlySpan<byte> Label => "lamina flow 1"u8;

    /// <summary>The prologue of a handshake under these terms.</summary>
    /// <param name="suite">Its suite.</param>
    /// <param name="layer">The layer's id.</param>
    internal byte[] ToPrologue(HandshakeSuiteId suite, ReadOnlySpan<byte> layer)
    {
        // Each part has a length that is known or said: no two terms have one prologue.
        Span<byte> hash = stackalloc byte[NameHash.MaxLength];
        Destination.CopyTo(hash);
        byte[] prologue = new byte[Label.Length + 1 + 1 + layer.Length + 1 + Destination.Length + QosCodec.Length];
        var writer = new SpanWriter(prologue);
        writer.WriteBytes(Label);
        writer.WriteByte((byte)suite);
        writer.WriteByte((byte)layer.Length);
        writer.WriteBytes(layer);
        writer.WriteByte((byte)Destination.Length);
        writer.WriteBytes(hash[..Destination.Length]);
        QosCodec.Write(ref writer, Qos);
        return prologue;
    }
}

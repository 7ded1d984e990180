using System.Security.Cryptography;

namespace Lamina.Security.Records;

/// <summary>
/// The traffic keys of one end of a flow: what its handshake ends in, and what sealing begins with. They are in the process of
/// the flow's end and nowhere else; who takes them over disposes of them, which zeroes them.
/// </summary>
/// <param name="aead">The cipher.</param>
/// <param name="sending">Key of what this end seals, 32 bytes. Taken over.</param>
/// <param name="receiving">Key of what this end opens, 32 bytes. Taken over.</param>
public sealed class RecordKeys(AeadId aead, byte[] sending, byte[] receiving) : IDisposable
{
    /// <summary>The cipher.</summary>
    public AeadId Aead => aead;

    /// <summary>Key of what this end seals.</summary>
    public ReadOnlySpan<byte> Sending => sending;

    /// <summary>Key of what this end opens.</summary>
    public ReadOnlySpan<byte> Receiving => receiving;

    /// <inheritdoc/>
    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(sending);
        CryptographicOperations.ZeroMemory(receiving);
    }
}

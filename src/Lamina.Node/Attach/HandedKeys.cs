using System.Security.Cryptography;
using Lamina.Security.Records;
using Lamina.Wire.Attach;

namespace Lamina.Node.Attach;

/// <summary>
/// A flow's keys on their way from the daemon, which has made the handshake, to the program that has the flow's end. They are in the one
/// message to that program, and nowhere in the daemon any more when it is sent.
/// </summary>
internal static class HandedKeys
{
    /// <summary>Writes keys, and disposes of them.</summary>
    /// <param name="keys">The keys; null: none.</param>
    /// <param name="target">Where to write, <see cref="AttachProtocol.KeysLength"/> bytes; the caller zeroes it.</param>
    /// <returns>What belongs into the message.</returns>
    public static ReadOnlySpan<byte> Take(RecordKeys? keys, Span<byte> target)
    {
        if (keys is null)
        {
            return default;
        }

        target[0] = (byte)keys.Aead;
        keys.Sending.CopyTo(target[1..]);
        keys.Receiving.CopyTo(target[33..]);
        keys.Dispose();
        return target;
    }

    /// <summary>Reads keys out of a message, where they are zeroed.</summary>
    public static RecordKeys? Read(ReadOnlySpan<byte> keys) => keys.IsEmpty
        ? null
        : new RecordKeys((AeadId)keys[0], keys.Slice(1, 32).ToArray(), keys.Slice(33, 32).ToArray());

    /// <summary>True where this program knows the cipher.</summary>
    public static bool IsKnown(ReadOnlySpan<byte> keys) => keys.IsEmpty || (AeadId)keys[0] is AeadId.AesGcm or AeadId.ChaChaPoly;

    /// <summary>Forgets a message that had keys in it.</summary>
    public static void Forget(Span<byte> message) => CryptographicOperations.ZeroMemory(message);
}

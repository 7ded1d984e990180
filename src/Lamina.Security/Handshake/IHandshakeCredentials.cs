using Lamina.Core;
using Lamina.Security.Noise;

namespace Lamina.Security.Handshake;

/// <summary>What a member of a layer proves itself with, and judges others by.</summary>
public interface IHandshakeCredentials
{
    /// <summary>The layer's id, 32 bytes: nobody of another layer has it.</summary>
    ReadOnlySpan<byte> Layer { get; }

    /// <summary>The own credential, as it is shown to peers.</summary>
    ReadOnlySpan<byte> Own { get; }

    /// <summary>The own static keys that the credential is for; null where there is none of that kind. Not disposed of by a handshake.</summary>
    KeyPair? StaticOf(AgreementId agreement);

    /// <summary>Judges a peer.</summary>
    /// <param name="credential">What it showed.</param>
    /// <param name="agreement">The kind of its key.</param>
    /// <param name="peerKey">The static key that it has proved to have.</param>
    /// <param name="serves">The name that it must be entitled to serve; null: none.</param>
    /// <param name="wallTime">The time of the day.</param>
    /// <param name="peer">Who it is, where it is proved.</param>
    HandshakeVerdict Judge(
        ReadOnlySpan<byte> credential, AgreementId agreement, ReadOnlySpan<byte> peerKey, NameHash? serves, DateTimeOffset wallTime, out PeerIdentity peer);
}

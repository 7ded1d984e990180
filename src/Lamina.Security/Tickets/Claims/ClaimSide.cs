using System.Buffers.Binary;
using Lamina.Core;
using Lamina.Security.Handshake;
using Lamina.Security.Identities;
using Lamina.Security.Noise;
using Lamina.Security.Primitives;

namespace Lamina.Security.Tickets.Claims;

/// <summary>
/// What both sides of a claim do: Noise XXpsk0+psk3 with the ticket's key, and messages that are sealed one by one after it, over a channel that keeps order and
/// loses nothing.
/// <code>
///  joiner                                         inviter
///    psk, e                                ---->                        opens with the ticket's key alone
///                                          &lt;----  e, ee, s, es, {roots, credential}
///    s, se, psk, {the node's public keys}  ---->
///    sealed messages                       &lt;--->
/// </code>
/// </summary>
public abstract class ClaimSide : IDisposable
{
    /// <summary>The primitives: every node has a key of this agreement, whatever its system has.</summary>
    public const HandshakeSuiteId Suite = HandshakeSuiteId.P256AesGcm;

    /// <summary>The static keys that it takes.</summary>
    public const AgreementId Agreement = AgreementId.P256;

    private const int Besides = 512;

    private static readonly NoiseSuite Primitives = new(P256.Instance, AesGcmAead.Instance);
    private static readonly NoisePattern Pattern = NoisePattern.XX.WithSecret(0).WithSecret(3);

    private readonly NoiseHandshake _noise;
    private readonly NoiseTalk _talk = new(AesGcmAead.Instance);

    private protected ClaimSide(bool isInitiator, uint number, ReadOnlyMemory<byte> key, KeyPair own, IRandomSource random)
    {
        byte[] prologue = [.. "lamina claim 1\0"u8, (byte)Suite, 0, 0, 0, 0];
        BinaryPrimitives.WriteUInt32BigEndian(prologue.AsSpan(prologue.Length - sizeof(uint)), number);
        _noise = new NoiseHandshake(new HandshakeSettings(Pattern, Primitives, isInitiator, KeyPair.New(P256.Instance, random))
        {
            Prologue = prologue,
            Static = own,
            Secrets = [key, key],
        });
    }

    /// <summary>True from the moment on when all three messages have passed, and nothing was wrong with them: messages are sealed from then on.</summary>
    public bool IsProved => _talk.HasBegun;

    /// <summary>The peer's static key; empty while it is not known.</summary>
    protected ReadOnlySpan<byte> PeerKey => _noise.PeerStatic;

    /// <summary>Seals a message. Only after <see cref="IsProved"/>, in the order in which they are sent.</summary>
    public byte[] Seal(ReadOnlySpan<byte> message) => _talk.Seal(message);

    /// <summary>Opens the next message of the peer's; false: not from it, or not the next.</summary>
    public bool TryOpen(ReadOnlySpan<byte> box, out byte[] message) => _talk.TryOpen(box, out message);

    /// <inheritdoc/>
    public void Dispose()
    {
        _noise.Dispose();
        _talk.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected byte[] Write(ReadOnlySpan<byte> payload)
    {
        byte[] message = new byte[Besides + payload.Length];
        int length = _noise.WriteMessage(payload, message);
        return length < 0 ? [] : message[..length];
    }

    private protected bool TryRead(ReadOnlySpan<byte> message, out byte[] payload)
    {
        payload = new byte[message.Length];
        if (_noise.HasFailed || _noise.IsComplete || _noise.IsOwnTurn || !_noise.TryReadMessage(message, payload, out int length))
        {
            payload = [];
            return false;
        }

        payload = payload[..length];
        return true;
    }

    private protected void Conclude()
    {
        Span<byte> sending = stackalloc byte[32];
        Span<byte> receiving = stackalloc byte[32];
        _noise.Split(sending, receiving);
        _noise.Dispose();
        _talk.Begin(sending, receiving);
    }
}

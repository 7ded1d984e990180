using Lamina.Core;
using Lamina.Security.Noise;
using Lamina.Security.Records;

namespace Lamina.Security.Handshake.Ik;

/// <summary>What both sides of a handshake do: seal the own credential with what the flow's end says, open and judge the peer's.</summary>
internal abstract class IkSide : IDisposable
{
    private readonly NoiseIkSuite _suite;
    private readonly HandshakeMoment _moment;
    private readonly IRandomSource _random;
    private NoiseHandshake? _noise;

    protected IkSide(NoiseIkSuite suite, in HandshakeTerms terms, HandshakeMoment moment, IRandomSource random)
    {
        _suite = suite;
        _moment = moment;
        _random = random;
        Terms = terms;
    }

    protected HandshakeTerms Terms { get; }

    protected NoiseIkSuite Suite => _suite;

    protected Instant Now => _moment.Now;

    public void Dispose() => _noise?.Dispose();

    /// <summary>Begins; an initiator makes its ephemeral key, a responder when it answers.</summary>
    /// <param name="peerKey">The responder's static key at the initiator; else empty.</param>
    /// <param name="isInitiator">Which side this is.</param>
    protected void Begin(ReadOnlySpan<byte> peerKey, bool isInitiator) => _noise = new NoiseHandshake(
        new HandshakeSettings(NoisePattern.IK, _suite.Noise, isInitiator, NewPair(isInitiator))
        {
            Prologue = Terms.ToPrologue(_suite.Id, _suite.Credentials.Layer),
            Static = _suite.Static,
            PeerStatic = peerKey.ToArray(),
            Agreements = _suite.Agreements,
        });

    // An asked side looks at what came before it makes keys.
    private KeyPair NewPair(bool isInitiator) =>
        isInitiator ? KeyPair.New(_suite.Noise.Agreement, _random) : KeyPair.Later(_suite.Noise.Agreement, _random);

    protected int Write(ReadOnlySpan<byte> inner, Span<byte> target)
    {
        ReadOnlySpan<byte> credential = _suite.Credentials.Own;
        return inner.Length + credential.Length > ushort.MaxValue || _noise is not { IsOwnTurn: true }
            ? -1
            : _noise.WriteMessage(HandshakePayload.Write(credential, inner), target);
    }

    /// <param name="message">From the network.</param>
    /// <param name="serves">The name that the peer must be entitled to; null: none.</param>
    /// <param name="inner">Where to write what the peer's end of the flow says.</param>
    /// <param name="length">Bytes of it.</param>
    /// <param name="peer">Who it is.</param>
    protected HandshakeVerdict Read(ReadOnlySpan<byte> message, NameHash? serves, Span<byte> inner, out int length, out PeerIdentity peer)
    {
        length = 0;
        peer = PeerIdentity.Anonymous;
        byte[] payload = new byte[message.Length];
        if (_noise is not { HasFailed: false, IsOwnTurn: false } || !_noise.TryReadMessage(message, payload, out int count))
        {
            return HandshakeVerdict.NotForUs;
        }

        HandshakeVerdict verdict =
            !HandshakePayload.TryRead(payload.AsSpan(0, count), out ReadOnlySpan<byte> credential, out ReadOnlySpan<byte> said)
                || said.Length > inner.Length ? HandshakeVerdict.Malformed
            : credential.IsEmpty ? HandshakeVerdict.NoCredential
            : _suite.Credentials.Judge(credential, _suite.Agreement, _noise.PeerStatic, serves, _moment.WallTime, out peer);
        if (verdict != HandshakeVerdict.Proved)
        {
            Dispose();
            return verdict;
        }

        _noise.KeepStatic();
        said.CopyTo(inner);
        length = said.Length;
        return verdict;
    }

    /// <summary>Makes the keys of the own message before it is known what goes with it.</summary>
    protected bool Prepare() => _noise is { IsOwnTurn: true } && _noise.Prepare();

    /// <summary>The traffic keys.</summary>
    protected RecordKeys Split()
    {
        byte[] sending = new byte[32];
        byte[] receiving = new byte[32];
        _noise!.Split(sending, receiving);
        return new RecordKeys(_suite.Cipher, sending, receiving);
    }
}

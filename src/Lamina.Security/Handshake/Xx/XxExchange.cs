using System.Text;
using Lamina.Core;
using Lamina.Security.Handshake.Ik;
using Lamina.Security.Noise;

namespace Lamina.Security.Handshake.Xx;

/// <summary>
/// Noise XX over a channel that keeps order and loses nothing, and what is said on it afterwards: for members, and those who are to become some, who know
/// nothing of each other's keys. Nobody shows a credential before its key is sealed to the other's ephemeral one.
/// <code>
///  initiator                       responder
///    e                       ---->
///                            &lt;----  e, ee, s, es, {credential}      the initiator judges; nothing of it is known yet
///    s, se, {credential}     ---->                                  the responder judges
///    sealed messages         &lt;--->
/// </code>
/// </summary>
public sealed class XxExchange : IDisposable
{
    private const int Room = 4096;

    private readonly NoiseIkSuite _suite;
    private readonly bool _isInitiator;
    private readonly HandshakeMoment _moment;
    private readonly NoiseHandshake _noise;
    private readonly NoiseTalk _talk;
    private AdjacencySecret? _secret;

    internal XxExchange(NoiseIkSuite suite, string purpose, bool isInitiator, HandshakeMoment moment, IRandomSource random)
    {
        _suite = suite;
        _isInitiator = isInitiator;
        _moment = moment;
        _talk = new NoiseTalk(suite.Noise.Aead);
        _noise = new NoiseHandshake(
            new HandshakeSettings(NoisePattern.XX, suite.Noise, isInitiator, KeyPair.New(suite.Noise.Agreement, random))
            {
                Prologue = (byte[])[.. Encoding.ASCII.GetBytes(purpose), 0, (byte)suite.Id, .. suite.Credentials.Layer],
                Static = suite.Static,
            });
    }

    /// <summary>True from the moment on when the peer is proved: from then on messages are sealed.</summary>
    public bool IsProved => _talk.HasBegun;

    /// <summary>Who it is; anonymous before.</summary>
    public PeerIdentity Peer { get; private set; }

    /// <summary>The initiator's first message.</summary>
    public byte[] Begin() => Write([]);

    /// <summary>A message of the peer's, before it is proved.</summary>
    /// <param name="message">From the network.</param>
    /// <param name="answer">What to send; null: nothing.</param>
    /// <returns>Anything but <see cref="HandshakeVerdict.Proved"/> ends it. The responder's first message is no proof yet: see <see cref="IsProved"/>.</returns>
    public HandshakeVerdict Handle(ReadOnlySpan<byte> message, out byte[]? answer)
    {
        answer = null;
        byte[] payload = new byte[message.Length];
        if (IsProved || _noise.HasFailed || _noise.IsOwnTurn || !_noise.TryReadMessage(message, payload, out int length))
        {
            return HandshakeVerdict.NotForUs;
        }

        if (_noise.PeerStatic.IsEmpty)
        {
            answer = Write(_suite.Credentials.Own);
            return HandshakeVerdict.Proved;
        }

        HandshakeVerdict verdict = Judge(payload.AsSpan(0, length));
        if (verdict != HandshakeVerdict.Proved)
        {
            Dispose();
            return verdict;
        }

        answer = _isInitiator ? Write(_suite.Credentials.Own) : null;
        Span<byte> sending = stackalloc byte[32];
        Span<byte> receiving = stackalloc byte[32];
        _noise.Split(sending, receiving);
        _secret = AdjacencySecret.Of(_noise.HandshakeHash, _isInitiator ? sending : receiving, _isInitiator ? receiving : sending, _isInitiator);
        _noise.Dispose();
        _talk.Begin(sending, receiving);
        return verdict;
    }

    /// <summary>What two neighbours make the keys of their adjacency of, once, after <see cref="IsProved"/>; the caller disposes of it.</summary>
    public AdjacencySecret TakeSecret()
    {
        AdjacencySecret secret = _secret ?? throw new InvalidOperationException("nobody is proved yet, or it was taken");
        _secret = null;
        return secret;
    }

    /// <summary>Seals a message. Only after <see cref="IsProved"/>, in the order in which they are sent.</summary>
    public byte[] Seal(ReadOnlySpan<byte> message) => _talk.Seal(message);

    /// <summary>Opens the next message of the peer's.</summary>
    /// <returns>False: not from the peer, or not the next.</returns>
    public bool TryOpen(ReadOnlySpan<byte> box, out byte[] message) => _talk.TryOpen(box, out message);

    /// <inheritdoc/>
    public void Dispose()
    {
        _noise.Dispose();
        _talk.Dispose();
        _secret?.Dispose();
        _secret = null;
    }

    private HandshakeVerdict Judge(ReadOnlySpan<byte> credential)
    {
        if (credential.IsEmpty)
        {
            return HandshakeVerdict.NoCredential;
        }

        HandshakeVerdict verdict = _suite.Credentials.Judge(
            credential, _suite.Agreement, _noise.PeerStatic, null, _moment.WallTime, out PeerIdentity peer);
        Peer = verdict == HandshakeVerdict.Proved ? peer : PeerIdentity.Anonymous;
        return verdict;
    }

    private byte[] Write(ReadOnlySpan<byte> payload)
    {
        byte[] message = new byte[Room + payload.Length];
        int length = _noise.WriteMessage(payload, message);
        return length < 0 ? [] : message[..length];
    }
}

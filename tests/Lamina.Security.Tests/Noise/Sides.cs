using Lamina.Core;
using Lamina.Security.Noise;

namespace Lamina.Security.Tests.Noise;

/// <summary>Both sides of one handshake, with keys that fit.</summary>
internal sealed class Sides : IDisposable
{
    private readonly NoisePattern _pattern;

    public Sides(string protocol, ulong seed = 1, Func<HandshakeSettings, HandshakeSettings>? change = null)
    {
        (_pattern, NoiseSuite suite) = Suites.Of(protocol);
        SeededRandom random = new(seed);
        KeyPair initiator = KeyPair.New(suite.Agreement, random);
        KeyPair responder = KeyPair.New(suite.Agreement, random);
        ReadOnlyMemory<byte>[] secrets = [.. Enumerable.Repeat(new ReadOnlyMemory<byte>(new byte[32]), _pattern.SecretCount)];
        Initiator = new NoiseHandshake(new HandshakeSettings(_pattern, suite, true, KeyPair.New(suite.Agreement, random))
        {
            Static = initiator,
            PeerStatic = _pattern.ResponderIsKnown ? responder.Public.ToArray() : default,
            Secrets = secrets,
        });
        HandshakeSettings answering = new(_pattern, suite, false, KeyPair.New(suite.Agreement, random))
        {
            Static = responder,
            PeerStatic = _pattern.InitiatorIsKnown ? initiator.Public.ToArray() : default,
            Secrets = secrets,
        };
        Responder = new NoiseHandshake(change?.Invoke(answering) ?? answering);
        InitiatorKey = initiator.Public.ToArray();
        ResponderKey = responder.Public.ToArray();
    }

    public NoiseHandshake Initiator { get; }

    public NoiseHandshake Responder { get; }

    public byte[] InitiatorKey { get; }

    public byte[] ResponderKey { get; }

    /// <summary>All messages, each changed on its way. False where a side refused one.</summary>
    public bool Run(Func<int, byte[], byte[]>? onTheWay = null)
    {
        for (int i = 0; i < _pattern.MessageCount; i++)
        {
            (NoiseHandshake from, NoiseHandshake to) = i % 2 == 0 ? (Initiator, Responder) : (Responder, Initiator);
            byte[] message = new byte[400];
            int length = from.WriteMessage([(byte)i, 7], message);
            if (length < 0)
            {
                return false;
            }

            byte[] arrived = onTheWay?.Invoke(i, message[..length]) ?? message[..length];
            byte[] payload = new byte[400];
            if (!to.TryReadMessage(arrived, payload, out int count))
            {
                return false;
            }

            // What is said in clear may arrive changed; that is noticed later.
            if (onTheWay is null)
            {
                Assert.Equal([(byte)i, 7], payload[..count]);
            }
        }

        return true;
    }

    public void Dispose()
    {
        Initiator.Dispose();
        Responder.Dispose();
    }
}

using Lamina.Bearers.Crypto;
using Lamina.Security.Noise;
using Lamina.Security.Primitives;

namespace Lamina.Security.Tests.Noise;

/// <summary>Published handshakes (the cacophony vectors): every byte of every message, and of some messages after it.</summary>
public class NoiseVectorTests
{
    public static TheoryData<string> Protocols => new(NoiseVector.All.Select(vector => vector.Protocol));

    [Theory]
    [MemberData(nameof(Protocols))]
    public void Says_what_others_say(string protocol)
    {
        Assert.SkipWhen(X25519.Instance is null, "libcrypto is not here, and the vectors are for X25519");
        NoiseVector vector = NoiseVector.All.Single(vector => vector.Protocol == protocol);
        (NoisePattern pattern, NoiseSuite suite) = Suites.Of(protocol);
        Assert.Equal(protocol, suite.NameOf(pattern));
        using NoiseHandshake initiator = new(Settings(pattern, suite, vector, isInitiator: true));
        using NoiseHandshake responder = new(Settings(pattern, suite, vector, isInitiator: false));

        for (int i = 0; i < pattern.MessageCount; i++)
        {
            (NoiseHandshake from, NoiseHandshake to) = i % 2 == 0 ? (initiator, responder) : (responder, initiator);
            byte[] payload = Convert.FromHexString(vector.Messages[i].Payload);
            byte[] message = new byte[1000];
            int length = from.WriteMessage(payload, message);
            Assert.Equal(vector.Messages[i].Ciphertext, Convert.ToHexStringLower(message.AsSpan(0, length)));
            byte[] read = new byte[1000];
            Assert.True(to.TryReadMessage(message.AsSpan(0, length), read, out int count));
            Assert.Equal(payload, read[..count]);
        }

        Assert.Equal(vector.HandshakeHash, Convert.ToHexStringLower(initiator.HandshakeHash));
        Assert.Equal(vector.HandshakeHash, Convert.ToHexStringLower(responder.HandshakeHash));
        Afterwards(vector, pattern, suite, initiator, responder);
    }

    /// <summary>The messages after the handshake go on taking turns, each side with the keys of its own split.</summary>
    private static void Afterwards(NoiseVector vector, NoisePattern pattern, NoiseSuite suite, NoiseHandshake initiator, NoiseHandshake responder)
    {
        byte[] forth = new byte[32];
        byte[] back = new byte[32];
        initiator.Split(forth, back);
        byte[] responderSends = new byte[32];
        byte[] responderReceives = new byte[32];
        responder.Split(responderSends, responderReceives);
        Assert.Equal(forth, responderReceives);
        Assert.Equal(back, responderSends);
        using IAeadKey sealForth = suite.Aead.Use(forth);
        using IAeadKey sealBack = suite.Aead.Use(back);
        ulong[] counters = new ulong[2];
        for (int i = pattern.MessageCount; i < vector.Messages.Length; i++)
        {
            byte[] payload = Convert.FromHexString(vector.Messages[i].Payload);
            byte[] box = new byte[payload.Length + IAead.TagLength];
            (i % 2 == 0 ? sealForth : sealBack).Seal(counters[i % 2]++, [], payload, box);
            Assert.Equal(vector.Messages[i].Ciphertext, Convert.ToHexStringLower(box));
        }
    }

    private static HandshakeSettings Settings(NoisePattern pattern, NoiseSuite suite, NoiseVector vector, bool isInitiator)
    {
        string? own = isInitiator ? vector.InitiatorStatic : vector.ResponderStatic;
        string? peer = isInitiator ? vector.KnownResponder : vector.KnownInitiator;
        string[]? secrets = isInitiator ? vector.InitiatorSecrets : vector.ResponderSecrets;
        return new HandshakeSettings(pattern, suite, isInitiator, Pair(suite, isInitiator ? vector.InitiatorEphemeral : vector.ResponderEphemeral)!)
        {
            Prologue = Convert.FromHexString(isInitiator ? vector.InitiatorPrologue : vector.ResponderPrologue),
            Static = own is null ? null : Pair(suite, own),
            PeerStatic = peer is null ? default : Convert.FromHexString(peer),
            Secrets = [.. (secrets ?? []).Select(secret => new ReadOnlyMemory<byte>(Convert.FromHexString(secret)))],
        };
    }

    private static KeyPair? Pair(NoiseSuite suite, string privateKey) => KeyPair.From(suite.Agreement, Convert.FromHexString(privateKey));
}

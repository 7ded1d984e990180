using Lamina.Core;
using Lamina.Security.Noise;
using Lamina.Security.Primitives;

namespace Lamina.Security.Tests.Noise;

/// <summary>A handshake with a known peer gives the same as one with a stranger, and strangers do not become known by asking.</summary>
public sealed class StaticAgreementsTests : IDisposable
{
    private readonly SeededRandom _random = new(1);
    private readonly NoiseSuite _suite = new(P256.Instance, AesGcmAead.Instance);
    private readonly KeyPair _asking;
    private readonly KeyPair _asked;
    private readonly StaticAgreements _known = new();

    public StaticAgreementsTests()
    {
        _asking = KeyPair.New(_suite.Agreement, _random);
        _asked = KeyPair.New(_suite.Agreement, _random);
    }

    [Fact]
    public void Only_a_peer_that_was_proved_is_known()
    {
        using NoiseHandshake first = Answer(Ask());
        Assert.Equal(0, _known.Count);
        first.KeepStatic();
        first.KeepStatic();
        Assert.Equal(1, _known.Count);
    }

    [Fact]
    public void Who_is_known_gets_keys_that_fit_its_own()
    {
        using (NoiseHandshake first = Answer(Ask()))
        {
            first.KeepStatic();
        }

        // The asking side knows nobody.
        using NoiseHandshake asking = Ask();
        using NoiseHandshake asked = Answer(asking);
        byte[] second = new byte[200];
        Assert.True(asking.TryReadMessage(second.AsSpan(0, asked.WriteMessage([], second)), new byte[200], out _));
        byte[] sending = new byte[32];
        byte[] receiving = new byte[32];
        asking.Split(sending, new byte[32]);
        asked.Split(new byte[32], receiving);
        Assert.Equal(sending, receiving);
    }

    /// <summary>The static keys of members are no secret: who has one without its private half gets no further than before.</summary>
    [Fact]
    public void Another_secret_under_a_known_key_opens_nothing()
    {
        byte[] wrong = new byte[32];
        _known.Keep(_asking.Public, wrong);
        using NoiseHandshake asking = Ask();
        using NoiseHandshake asked = NewAsked();
        byte[] message = new byte[300];
        Assert.False(asked.TryReadMessage(message.AsSpan(0, asking.WriteMessage([], message)), new byte[300], out _));
        Assert.True(asked.HasFailed);
    }

    [Fact]
    public void The_oldest_gives_way()
    {
        var few = new StaticAgreements(capacity: 2);
        byte[] shared = new byte[32];
        for (byte peer = 1; peer <= 3; peer++)
        {
            few.Keep([peer], Enumerable.Repeat(peer, 32).ToArray());
        }

        Assert.Equal(2, few.Count);
        Assert.False(few.TryFind([1], shared));
        Assert.True(few.TryFind([3], shared));
        Assert.Equal(Enumerable.Repeat((byte)3, 32), shared);
    }

    public void Dispose()
    {
        _asking.Dispose();
        _asked.Dispose();
    }

    private NoiseHandshake Ask() => new(new HandshakeSettings(NoisePattern.IK, _suite, true, KeyPair.New(_suite.Agreement, _random))
    {
        Static = _asking,
        PeerStatic = _asked.Public.ToArray(),
    });

    private NoiseHandshake Answer(NoiseHandshake asking)
    {
        byte[] message = new byte[300];
        NoiseHandshake asked = NewAsked();
        Assert.True(asked.TryReadMessage(message.AsSpan(0, asking.WriteMessage([], message)), new byte[300], out _));
        return asked;
    }

    private NoiseHandshake NewAsked() => new(new HandshakeSettings(NoisePattern.IK, _suite, false, KeyPair.New(_suite.Agreement, _random))
    {
        Static = _asked,
        Agreements = _known,
    });
}

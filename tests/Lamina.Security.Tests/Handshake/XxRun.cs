using Lamina.Security.Handshake;
using Lamina.Security.Handshake.Ik;
using Lamina.Security.Handshake.Xx;
using Lamina.Security.Identities;
using Lamina.Security.Primitives;
using Lamina.Security.Records;

namespace Lamina.Security.Tests.Handshake;

/// <summary>Two members that enrol one at the other, and what they say changed on its way.</summary>
internal sealed class XxRun(HandshakeSuiteId suite) : IDisposable
{
    private readonly HandshakeSuiteId _suite = suite;
    private ulong _seed = 100;

    public TestMember Alice { get; set; } = new(1);

    public TestMember Bob { get; set; } = new(2);

    public DateTimeOffset AliceTime { get; set; } = TestMember.Noon;

    public DateTimeOffset BobTime { get; set; } = TestMember.Noon;

    /// <summary>What Bob believes that the exchange is for.</summary>
    public string BobPurpose { get; set; } = "enrolment";

    /// <summary>The suite that somebody on the way has told Bob.</summary>
    public HandshakeSuiteId BobSuite { get; set; } = suite;

    public static HandshakeMoment At(DateTimeOffset time) => new(default, time);

    public XxExchange Ask() => SuiteOf(_suite, Alice).Exchange("enrolment", isInitiator: true, At(AliceTime), new Core.SeededRandom(_seed++));

    public XxExchange Answer() => SuiteOf(BobSuite, Bob).Exchange(BobPurpose, isInitiator: false, At(BobTime), new Core.SeededRandom(_seed++));

    /// <summary>A whole exchange: what Alice thinks of the second message and, where she answers, what Bob thinks of the third.</summary>
    public (HandshakeVerdict Alice, HandshakeVerdict? Bob) Run(
        Func<byte[], byte[]>? first = null, Func<byte[], byte[]>? second = null, Func<byte[], byte[]>? third = null)
    {
        using XxExchange alice = Ask();
        using XxExchange bob = Answer();
        byte[] one = alice.Begin();
        HandshakeVerdict opening = bob.Handle(first?.Invoke(one) ?? one, out byte[]? two);
        if (opening != HandshakeVerdict.Proved)
        {
            Assert.Null(two);
            Assert.False(bob.IsProved);
            return (opening, null);
        }

        HandshakeVerdict atAlice = alice.Handle(second?.Invoke(two!) ?? two!, out byte[]? three);
        AssertEnd(alice, atAlice, Bob);
        if (atAlice != HandshakeVerdict.Proved)
        {
            Assert.Null(three);
            return (atAlice, null);
        }

        HandshakeVerdict atBob = bob.Handle(third?.Invoke(three!) ?? three!, out byte[]? four);
        Assert.Null(four);
        AssertEnd(bob, atBob, Alice);
        return (atAlice, atBob);
    }

    /// <summary>An exchange that succeeds.</summary>
    public (XxExchange Alice, XxExchange Bob) Succeed()
    {
        XxExchange alice = Ask();
        XxExchange bob = Answer();
        Assert.Equal(HandshakeVerdict.Proved, bob.Handle(alice.Begin(), out byte[]? two));
        Assert.Equal(HandshakeVerdict.Proved, alice.Handle(two!, out byte[]? three));
        Assert.Equal(HandshakeVerdict.Proved, bob.Handle(three!, out _));
        return (alice, bob);
    }

    public void Dispose()
    {
        Alice.Dispose();
        Bob.Dispose();
    }

    // Who is not proved is nobody, and has no keys.
    private static void AssertEnd(XxExchange side, HandshakeVerdict verdict, TestMember peer)
    {
        bool isProved = verdict == HandshakeVerdict.Proved;
        Assert.Equal(isProved, side.IsProved);
        Assert.Equal(isProved ? peer.Identity : Core.PeerIdentity.Anonymous, side.Peer);
        if (!isProved)
        {
            Assert.Throws<InvalidOperationException>(() => side.Seal("anything"u8));
            Assert.False(side.TryOpen(new byte[64], out _));
        }
    }

    private static NoiseIkSuite SuiteOf(HandshakeSuiteId id, TestMember member)
    {
        IKeyAgreement agreement = Noise.Suites.Agreements.Single(one => NoiseIkSuite.IdOf(one) == (AgreementId)((int)id >> 4));
        return new NoiseIkSuite(agreement, (AeadId)((int)id & 15), member, new SeenKeys());
    }
}

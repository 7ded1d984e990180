using Lamina.Core;
using Lamina.Security.Handshake;
using Lamina.Security.Handshake.Ik;
using Lamina.Security.Identities;
using Lamina.Security.Primitives;
using Lamina.Security.Records;

namespace Lamina.Security.Tests.Handshake;

/// <summary>Two members of a layer, and one handshake between them after the other, each changed on its way.</summary>
internal sealed class IkRun : IDisposable
{
    public static readonly NameHash Ping = NameHash.Of(Name.Parse("oping"), HashAlgorithmId.Sha3_256);
    public static readonly NameHash Pong = NameHash.Of(Name.Parse("pong"), HashAlgorithmId.Sha3_256);

    private readonly Dictionary<TestMember, NoiseIkSuite> _suites = [];

    public IkRun(HandshakeSuiteId suite)
    {
        Suite = suite;
        Agreement = Noise.Suites.Agreements.Single(one => TestMember.IdOf(one) == (AgreementId)((int)suite >> 4));
    }

    /// <summary>Every suite of this machine.</summary>
    public static IEnumerable<HandshakeSuiteId> All =>
        from agreement in Noise.Suites.Agreements
        from cipher in Enum.GetValues<AeadId>()
        select (HandshakeSuiteId)(((int)TestMember.IdOf(agreement) << 4) | (int)cipher);

    public HandshakeSuiteId Suite { get; }

    public IKeyAgreement Agreement { get; }

    public TestMember Alice { get; init; } = new(1);

    public TestMember Bob { get; init; } = new(2);

    public HandshakeTerms AliceTerms { get; set; } = new(Ping, QosSpec.Data);

    public HandshakeTerms BobTerms { get; set; } = new(Ping, QosSpec.Data);

    public DateTimeOffset AliceTime { get; set; } = TestMember.Noon;

    public DateTimeOffset BobTime { get; set; } = TestMember.Noon;

    public Instant Now { get; set; }

    public SeenKeys Seen { get; init; } = new();

    /// <summary>The key that Alice believes to be Bob's.</summary>
    public byte[]? BobsKey { get; set; }

    public SeededRandom Random { get; } = new(7);

    public IHandshakeInitiator Ask() => SuiteOf(Alice)
        .Initiate(AliceTerms, BobsKey ?? Bob.StaticOf((AgreementId)((int)Suite >> 4))!.Public.ToArray(), new(Now, AliceTime), Random)!;

    public IHandshakeResponder Answer() => SuiteOf(Bob).Respond(BobTerms, new(Now, BobTime), Random);

    public static byte[] First(IHandshakeInitiator initiator, string says = "offer")
    {
        byte[] message = new byte[AllocationRequest.MaxDataLength];
        int length = initiator.WriteFirst(System.Text.Encoding.UTF8.GetBytes(says), message);
        Assert.True(length > 0);
        return message[..length];
    }

    public static byte[] Second(IHandshakeResponder responder, out RecordKeys? keys, string says = "answer")
    {
        byte[] message = new byte[AllocationRequest.MaxDataLength];
        keys = responder.TakeKeys();
        Assert.Null(responder.TakeKeys());
        int length = responder.WriteSecond(System.Text.Encoding.UTF8.GetBytes(says), message);
        Assert.True(length > 0);
        return message[..length];
    }

    public static HandshakeVerdict Read(IHandshakeResponder responder, ReadOnlySpan<byte> message, out string said, out PeerIdentity peer)
    {
        byte[] inner = new byte[message.Length];
        HandshakeVerdict verdict = responder.ReadFirst(message, inner, out int length, out peer);
        said = System.Text.Encoding.UTF8.GetString(inner, 0, length);
        return verdict;
    }

    public static HandshakeVerdict Read(IHandshakeInitiator initiator, ReadOnlySpan<byte> message, out string said, out HandshakeResult result)
    {
        byte[] inner = new byte[message.Length];
        HandshakeVerdict verdict = initiator.ReadSecond(message, inner, out int length, out result);
        said = System.Text.Encoding.UTF8.GetString(inner, 0, length);
        return verdict;
    }

    /// <summary>A whole handshake: what Bob thinks of the first message and, where he answers, what Alice thinks of the second.</summary>
    public (HandshakeVerdict Bob, HandshakeVerdict? Alice) Run(Func<byte[], byte[]>? first = null, Func<byte[], byte[]>? second = null)
    {
        using IHandshakeInitiator alice = Ask();
        using IHandshakeResponder bob = Answer();
        byte[] asked = First(alice);
        HandshakeVerdict verdict = Read(bob, first?.Invoke(asked) ?? asked, out _, out _);
        if (verdict != HandshakeVerdict.Proved)
        {
            byte[] none = new byte[AllocationRequest.MaxDataLength];
            Assert.Null(bob.TakeKeys());
            Assert.Equal(-1, bob.WriteSecond([], none));
            return (verdict, null);
        }

        byte[] answered = Second(bob, out RecordKeys? keys);
        keys!.Dispose();
        HandshakeVerdict end = Read(alice, second?.Invoke(answered) ?? answered, out _, out HandshakeResult result);
        Assert.Equal(end == HandshakeVerdict.Proved, result.Keys is not null);
        result.Keys?.Dispose();
        return (verdict, end);
    }

    public void Dispose()
    {
        Alice.Dispose();
        Bob.Dispose();
    }

    // One for all handshakes of a member: in a run of several, the later ones are with a peer that is known.
    private NoiseIkSuite SuiteOf(TestMember member) =>
        _suites.TryGetValue(member, out NoiseIkSuite? known) ? known : _suites[member] = new(Agreement, (AeadId)((int)Suite & 15), member, Seen);
}

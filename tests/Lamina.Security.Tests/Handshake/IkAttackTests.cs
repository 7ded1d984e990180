using Lamina.Core;
using Lamina.Security.Handshake;
using Lamina.Security.Handshake.Ik;
using Lamina.Security.Identities;
using Lamina.Security.Records;
using static Lamina.Security.Handshake.HandshakeVerdict;

namespace Lamina.Security.Tests.Handshake;

/// <summary>What somebody on the way, a stranger, or another member may try. Each ends without keys, and with nobody who is taken for another.</summary>
public sealed class IkAttackTests
{
    public static TheoryData<HandshakeSuiteId> Suites => [.. IkRun.All];

    [Theory]
    [MemberData(nameof(Suites))]
    public void AReplayedFirstMessageIsNotEvenOpened(HandshakeSuiteId suite)
    {
        using var run = new IkRun(suite);
        byte[] recorded = [];
        Assert.Equal((Proved, Proved), run.Run(first: message => recorded = message));
        int judged = run.Bob.Judged;

        Assert.Equal((Replayed, null), run.Run(first: _ => recorded));
        Assert.Equal(judged, run.Bob.Judged);
    }

    [Theory]
    [MemberData(nameof(Suites))]
    public void ALateReplayGetsAnAnswerThatGivesNobodyKeys(HandshakeSuiteId suite)
    {
        using var run = new IkRun(suite);
        using IHandshakeInitiator alice = run.Ask();
        byte[] recorded = IkRun.First(alice);
        using IHandshakeResponder before = run.Answer();
        Assert.Equal(Proved, IkRun.Read(before, recorded, out _, out _));
        byte[] answer = IkRun.Second(before, out RecordKeys? first);
        Assert.Equal(Proved, IkRun.Read(alice, answer, out _, out _));

        run.Now += SeenKeys.Memory;
        using IHandshakeResponder after = run.Answer();
        Assert.Equal(Proved, IkRun.Read(after, recorded, out _, out _));
        byte[] again = IkRun.Second(after, out RecordKeys? second);

        // Keys of another flow, which only who has Alice's keys could have; and Alice takes no second answer.
        Assert.NotEqual(Convert.ToHexString(first!.Sending), Convert.ToHexString(second!.Sending));
        Assert.Equal(NotForUs, IkRun.Read(alice, again, out _, out _));
    }

    [Theory]
    [MemberData(nameof(Suites))]
    public void AReplayedSecondMessageFitsNoOtherHandshake(HandshakeSuiteId suite)
    {
        using var run = new IkRun(suite);
        byte[] recorded = [];
        run.Run(second: message => recorded = message);
        Assert.Equal((Proved, NotForUs), run.Run(second: _ => recorded));
    }

    [Theory]
    [MemberData(nameof(Suites))]
    public void AReflectedMessageIsNoAnswer(HandshakeSuiteId suite)
    {
        using var run = new IkRun(suite);
        byte[] asked = [];
        Assert.Equal((Proved, NotForUs), run.Run(first: message => asked = message, second: _ => asked));

        // Nor is Alice asked by her own question.
        using var mirror = new IkRun(suite) { Alice = new TestMember(1), Bob = new TestMember(1), BobsKey = run.Bob.StaticOf((AgreementId)((int)suite >> 4))!.Public.ToArray() };
        Assert.Equal((NotForUs, null), mirror.Run());
    }

    [Theory]
    [MemberData(nameof(Suites))]
    public void MessagesInAnotherOrderEndIt(HandshakeSuiteId suite)
    {
        using var run = new IkRun(suite);
        using IHandshakeInitiator alice = run.Ask();
        using IHandshakeResponder bob = run.Answer();
        byte[] asked = IkRun.First(alice);

        // An answer before the question, a second answer, a second question.
        Assert.Equal(-1, bob.WriteSecond([], new byte[500]));
        Assert.Equal(Proved, IkRun.Read(bob, asked, out _, out _));
        Assert.NotEqual(Proved, IkRun.Read(bob, asked, out _, out _));
        using IHandshakeInitiator early = run.Ask();
        Assert.Equal(NotForUs, IkRun.Read(early, asked, out _, out _));
        Assert.Equal(NotForUs, IkRun.Read(early, asked, out _, out _));
        byte[] answer = IkRun.Second(bob, out RecordKeys? keys);
        Assert.Equal(-1, bob.WriteSecond([], new byte[500]));
        Assert.Equal(Proved, IkRun.Read(alice, answer, out _, out HandshakeResult result));
        Assert.Equal(NotForUs, IkRun.Read(alice, answer, out _, out _));
        Assert.Equal(keys!.Sending, result.Keys!.Receiving);
    }

    [Theory]
    [MemberData(nameof(Suites))]
    public void ACutMessageIsRefusedWhereverItIsCut(HandshakeSuiteId suite)
    {
        using var run = new IkRun(suite);
        int first = 0;
        int second = 0;
        run.Run(message => Count(message, out first), message => Count(message, out second));
        for (int length = 0; length < first; length += Step(length, first))
        {
            Assert.Equal((NotForUs, null), run.Run(message => message[..length]));
        }

        for (int length = 0; length < second; length += Step(length, second))
        {
            Assert.Equal((Proved, NotForUs), run.Run(second: message => message[..length]));
        }

        Assert.Equal((NotForUs, null), run.Run(message => [.. message, 0]));
        Assert.Equal((Proved, NotForUs), run.Run(second: message => [.. message, 0]));
    }

    [Theory]
    [MemberData(nameof(Suites))]
    public void EveryBitCounts(HandshakeSuiteId suite)
    {
        // All of them with the suite that is begun with; the others differ in primitives only, and would take half a minute.
        int step = suite == IkRun.All.First() ? 1 : 13;
        using var run = new IkRun(suite);
        using IHandshakeInitiator alice = run.Ask();
        byte[] asked = IkRun.First(alice);
        for (int bit = 0; bit < asked.Length * 8; bit += step)
        {
            // X25519 takes a key whose highest bit is set for the one without it; the hash of all that was said does not.
            using IHandshakeResponder bob = run.Answer();
            Assert.Equal(NotForUs, IkRun.Read(bob, Flip(asked, bit), out string said, out PeerIdentity peer));
            Assert.Equal(("", PeerIdentity.Anonymous), (said, peer));
        }

        Assert.Equal(0, run.Bob.Judged);
        int length = 0;
        run.Run(second: message => Count(message, out length));
        for (int bit = 0; bit < length * 8; bit += step)
        {
            Assert.Equal((Proved, NotForUs), run.Run(second: message => Flip(message, bit)));
        }
    }

    [Theory]
    [MemberData(nameof(Suites))]
    public void HalvesOfTwoHandshakesMakeNone(HandshakeSuiteId suite)
    {
        using var run = new IkRun(suite);
        byte[] other = [];
        run.Run(message => other = message);
        int key = run.Agreement.PublicKeyLength;
        foreach (int cut in (int[])[key, key + key + 16])
        {
            Assert.Equal((NotForUs, null), run.Run(message => [.. message[..cut], .. other[cut..]]));
            Assert.Equal((NotForUs, null), run.Run(message => [.. Fresh(run, key), .. message[key..]]));
        }

        byte[] answer = [];
        run.Run(second: message => answer = message);
        Assert.Equal((Proved, NotForUs), run.Run(second: message => [.. message[..key], .. answer[key..]]));
        Assert.Equal((Proved, NotForUs), run.Run(second: message => [.. answer[..key], .. message[key..]]));
    }

    [Theory]
    [MemberData(nameof(Suites))]
    public void WithoutACredentialNobodyIsLetIn(HandshakeSuiteId suite)
    {
        using var run = new IkRun(suite);
        run.Alice.Credential = [];
        Assert.Equal((NoCredential, null), run.Run());

        using var server = new IkRun(suite);
        server.Bob.Credential = [];
        Assert.Equal((Proved, NoCredential), server.Run());
    }

    [Theory]
    [MemberData(nameof(Suites))]
    public void AnothersCredentialIsOfNoUse(HandshakeSuiteId suite)
    {
        using var run = new IkRun(suite);
        using var carol = new TestMember(3);
        run.Alice.Credential = carol.Credential;
        Assert.Equal((OtherKey, null), run.Run());

        using var server = new IkRun(suite);
        server.Bob.Credential = carol.Credential;
        Assert.Equal((Proved, OtherKey), server.Run());
    }

    [Theory]
    [MemberData(nameof(Suites))]
    public void AStrangersRootIssuesNothing(HandshakeSuiteId suite)
    {
        // It claims to be of the layer; only its root is another.
        using var run = new IkRun(suite) { Alice = new TestMember(1, root: "mallory") };
        run.Alice.LayerId = run.Bob.LayerId;
        run.Alice.Credential = run.Alice.Issue(run.Alice.Id, TestMember.Noon, TestMember.Noon.AddDays(1));
        Assert.Equal((NotIssued, null), run.Run());
    }

    [Theory]
    [MemberData(nameof(Suites))]
    public void AMemberOfAnotherLayerIsAStranger(HandshakeSuiteId suite)
    {
        // The prologue differs already; where it does not, the credential does.
        using var run = new IkRun(suite) { Alice = new TestMember(1, layer: "other") };
        Assert.Equal((NotForUs, null), run.Run());
        byte[] credential = run.Alice.Credential;
        run.Alice.LayerId = run.Bob.LayerId;
        run.Alice.Credential = credential;
        Assert.Equal((OtherLayer, null), run.Run());
    }

    [Theory]
    [MemberData(nameof(Suites))]
    public void AChangedNameOrQosBreaksIt(HandshakeSuiteId suite)
    {
        using var run = new IkRun(suite);
        run.BobTerms = run.AliceTerms with { Destination = IkRun.Pong };
        Assert.Equal((NotForUs, null), run.Run());
        run.BobTerms = run.AliceTerms with { Qos = run.AliceTerms.Qos with { Loss = 1 } };
        Assert.Equal((NotForUs, null), run.Run());
        run.BobTerms = run.AliceTerms;
        Assert.Equal((Proved, Proved), run.Run());
    }

    [Theory]
    [MemberData(nameof(Suites))]
    public void WhoMayNotServeANameIsNotTheOneThatWasAskedFor(HandshakeSuiteId suite)
    {
        using var run = new IkRun(suite);
        run.Bob.Credential = run.Bob.Issue(run.Bob.Id, TestMember.Noon, TestMember.Noon.AddDays(1), mayServe: IkRun.Pong);
        Assert.Equal((Proved, NameNotAllowed), run.Run());
        run.Bob.Credential = run.Bob.Issue(run.Bob.Id, TestMember.Noon, TestMember.Noon.AddDays(1), mayServe: IkRun.Ping);
        Assert.Equal((Proved, Proved), run.Run());

        // To ask, one needs no right to a name.
        run.Alice.Credential = run.Alice.Issue(run.Alice.Id, TestMember.Noon, TestMember.Noon.AddDays(1), mayServe: IkRun.Pong);
        Assert.Equal((Proved, Proved), run.Run());
    }

    [Theory]
    [MemberData(nameof(Suites))]
    public void CredentialsHaveTheirTimeAndClocksMayBeWrong(HandshakeSuiteId suite)
    {
        using var run = new IkRun(suite) { BobTime = TestMember.Noon.AddYears(1) };
        Assert.Equal((Expired, null), run.Run());
        run.BobTime = TestMember.Noon.AddYears(-1);
        Assert.Equal((NotYetValid, null), run.Run());
        run.BobTime = TestMember.Noon;
        run.AliceTime = TestMember.Noon.AddYears(1);
        Assert.Equal((Proved, Expired), run.Run());
        Assert.Equal(CloseReason.Expired, Expired.ToReason());
    }

    [Theory]
    [MemberData(nameof(Suites))]
    public void WhoIsRevokedIsNotLetInAnyMore(HandshakeSuiteId suite)
    {
        using var run = new IkRun(suite);
        Assert.Equal((Proved, Proved), run.Run());
        run.Bob.Revoked.Add(Convert.ToHexString(run.Alice.Id));
        Assert.Equal((Revoked, null), run.Run());
        run.Bob.Revoked.Clear();
        run.Alice.Revoked.Add(Convert.ToHexString(run.Bob.Id));
        Assert.Equal((Proved, Revoked), run.Run());
    }

    [Theory]
    [MemberData(nameof(Suites))]
    public void AKeyThatSomebodyInventedOpensNothing(HandshakeSuiteId suite)
    {
        // Mallory put a key of her own where Bob's should be, and answers: she reads who asks, and cannot be Bob.
        using var mallory = new IkRun(suite) { Bob = new TestMember(9, root: "mallory") };
        mallory.Bob.LayerId = mallory.Alice.LayerId;
        mallory.Bob.Credential = mallory.Bob.Issue(mallory.Bob.Id, TestMember.Noon, TestMember.Noon.AddDays(1));
        Assert.Equal((NotIssued, null), mallory.Run());

        // Bob himself does not open what was made for her key.
        using var run = new IkRun(suite) { BobsKey = mallory.Bob.StaticOf((AgreementId)((int)suite >> 4))!.Public.ToArray() };
        Assert.Equal((NotForUs, null), run.Run());
        Assert.Equal(CloseReason.WrongKey, NotForUs.ToReason());
    }

    [Fact]
    public void ASuiteThatWasChangedOnItsWayDoesNotOpen()
    {
        foreach (HandshakeSuiteId asked in IkRun.All)
        {
            foreach (HandshakeSuiteId answered in IkRun.All.Where(other => other != asked))
            {
                using var alice = new IkRun(asked);
                using var bob = new IkRun(answered);
                using IHandshakeInitiator initiator = alice.Ask();
                using IHandshakeResponder responder = bob.Answer();
                Assert.Equal(NotForUs, IkRun.Read(responder, IkRun.First(initiator), out _, out _));
            }
        }
    }

    [Fact]
    public void WhoMustProveSomethingCannotAskForNothing()
    {
        using var run = new IkRun(HandshakeSuiteId.P256AesGcm);
        var policy = new HandshakePolicy(new NoiseIkSuite(run.Agreement, AeadId.AesGcm, run.Bob, run.Seen));
        Assert.Equal(CloseReason.Denied, policy.Find(HandshakeSuiteId.Null, out _));
        Assert.Equal(CloseReason.NoCommonComposition, policy.Find((HandshakeSuiteId)0x31, out _));
        Assert.Equal(CloseReason.None, policy.Find(HandshakeSuiteId.P256AesGcm, out IHandshakeSuite? suite));
        Assert.NotNull(suite);
    }

    [Theory]
    [MemberData(nameof(Suites))]
    public void RandomBytesAreRefused(HandshakeSuiteId suite)
    {
        using var run = new IkRun(suite);
        var random = new SeededRandom(11);
        for (int i = 0; i < 50; i++)
        {
            byte[] noise = new byte[random.NextUInt64() % 600];
            random.Fill(noise);
            Assert.Equal((NotForUs, null), run.Run(_ => noise));
            Assert.Equal((Proved, NotForUs), run.Run(second: _ => noise));
        }
    }

    private static byte[] Flip(byte[] message, int bit)
    {
        byte[] changed = [.. message];
        changed[bit / 8] ^= (byte)(1 << (bit % 8));
        return changed;
    }

    private static byte[] Count(byte[] message, out int length)
    {
        length = message.Length;
        return message;
    }

    // Every length near the ends, where keys and tags are, and some between.
    private static int Step(int length, int total) => length is 0 or 31 or 32 or 64 or 65 or 80 || length > total - 20 ? 1 : 7;

    private static byte[] Fresh(IkRun run, int length)
    {
        byte[] key = new byte[length];
        run.Random.Fill(key);
        return key;
    }
}

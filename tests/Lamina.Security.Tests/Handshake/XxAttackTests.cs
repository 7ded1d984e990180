using Lamina.Security.Handshake;
using Lamina.Security.Handshake.Xx;
using Lamina.Security.Identities;
using static Lamina.Security.Handshake.HandshakeVerdict;

namespace Lamina.Security.Tests.Handshake;

/// <summary>The exchange of an enrolment, attacked: each by its name. It ends with nobody taken for another, and without keys.</summary>
public sealed class XxAttackTests
{
    public static TheoryData<HandshakeSuiteId> Suites => [.. IkRun.All];

    [Theory]
    [MemberData(nameof(Suites))]
    public void Honest(HandshakeSuiteId suite)
    {
        using var run = new XxRun(suite);
        Assert.Equal((Proved, Proved), run.Run());
        (XxExchange alice, XxExchange bob) = run.Succeed();
        Assert.Equal((run.Bob.Identity, run.Alice.Identity), (alice.Peer, bob.Peer));
        Assert.True(bob.TryOpen(alice.Seal("one"u8), out byte[] one));
        Assert.True(alice.TryOpen(bob.Seal("two"u8), out byte[] two));
        Assert.Equal("one"u8.ToArray(), one);
        Assert.Equal("two"u8.ToArray(), two);
    }

    [Theory]
    [MemberData(nameof(Suites))]
    public void Replayed(HandshakeSuiteId suite)
    {
        using var run = new XxRun(suite);
        byte[][] old = Record(run);
        int judged = run.Bob.Judged;

        // Bob answers a first message, whosever it is; what he says opens for nobody else, and the old third does not fit it.
        using XxExchange bob = run.Answer();
        Assert.Equal(Proved, bob.Handle(old[0], out _));
        Assert.Equal(NotForUs, bob.Handle(old[2], out _));
        Assert.False(bob.IsProved);
        Assert.Equal(judged, run.Bob.Judged);
        Assert.Equal((NotForUs, null), run.Run(second: _ => old[1]));
        Assert.Equal((Proved, NotForUs), run.Run(third: _ => old[2]));
    }

    [Theory]
    [MemberData(nameof(Suites))]
    public void Reflected(HandshakeSuiteId suite)
    {
        using var run = new XxRun(suite);
        byte[] own = [];
        Assert.Equal((NotForUs, null), run.Run(first: message => own = message, second: _ => own));
        Assert.Equal((Proved, NotForUs), run.Run(second: message => own = message, third: _ => own));
        using XxExchange alice = run.Ask();
        Assert.Equal(NotForUs, alice.Handle(alice.Begin(), out _));
    }

    [Theory]
    [MemberData(nameof(Suites))]
    public void Reordered(HandshakeSuiteId suite)
    {
        using var run = new XxRun(suite);
        byte[][] old = Record(run);

        // The third first, the second first, the first twice, and everything again when it is over.
        foreach (byte[] early in (byte[][])[old[2], old[1]])
        {
            using XxExchange bob = run.Answer();
            bob.Handle(early, out _);
            Assert.Equal(NotForUs, bob.Handle(old[2], out _));
            Assert.False(bob.IsProved);
        }

        using XxExchange alice = run.Ask();
        using XxExchange other = run.Answer();
        byte[] first = alice.Begin();
        Assert.Equal(Proved, other.Handle(first, out byte[]? second));
        Assert.Equal(NotForUs, other.Handle(first, out _));
        Assert.Equal(Proved, alice.Handle(second, out byte[]? third));
        Assert.Equal(NotForUs, alice.Handle(second, out _));
        Assert.False(other.IsProved);
        Assert.NotNull(third);

        (XxExchange a, XxExchange b) = run.Succeed();
        Assert.All(old, message => Assert.Equal((NotForUs, NotForUs), (a.Handle(message, out _), b.Handle(message, out _))));
        Assert.True(b.TryOpen(a.Seal("still"u8), out _));
    }

    [Theory]
    [MemberData(nameof(Suites))]
    public void Truncated(HandshakeSuiteId suite)
    {
        using var run = new XxRun(suite);
        byte[][] old = Record(run);
        for (int length = 0; length < old[0].Length; length++)
        {
            Assert.Equal((NotForUs, null), run.Run(first: message => message[..length]));
        }

        for (int length = 0; length < old[1].Length; length += Step(length, old[1].Length))
        {
            Assert.Equal((NotForUs, null), run.Run(second: message => message[..length]));
        }

        for (int length = 0; length < old[2].Length; length += Step(length, old[2].Length))
        {
            Assert.Equal((Proved, NotForUs), run.Run(third: message => message[..length]));
        }

        Assert.Equal((NotForUs, null), run.Run(first: message => [.. message, 0]));
        Assert.Equal((NotForUs, null), run.Run(second: message => [.. message, 0]));
        Assert.Equal((Proved, NotForUs), run.Run(third: message => [.. message, 0]));
    }

    [Theory]
    [MemberData(nameof(Suites))]
    public void Bit_flipped(HandshakeSuiteId suite)
    {
        // All of them with the suite that is begun with; the others differ in primitives only.
        int step = suite == IkRun.All.First() ? 1 : 29;
        using var run = new XxRun(suite);
        byte[][] old = Record(run);
        for (int bit = 0; bit < old[0].Length * 8; bit += step)
        {
            // The first message proves nothing. A key that is on no curve is seen at once, another one by Alice.
            Assert.Equal((NotForUs, null), run.Run(first: message => Flip(message, bit)));
        }

        // A side that has refused is dead, so each bit needs another one; what comes before it may be the same.
        int judged = run.Alice.Judged;
        for (int bit = 0; bit < old[1].Length * 8; bit += step)
        {
            Assert.Equal((NotForUs, null), run.Run(second: message => Flip(message, bit)));
        }

        Assert.Equal(judged, run.Alice.Judged);
        for (int bit = 0; bit < old[2].Length * 8; bit += step)
        {
            Assert.Equal((Proved, NotForUs), run.Run(third: message => Flip(message, bit)));
        }
    }

    [Theory]
    [MemberData(nameof(Suites))]
    public void Spliced(HandshakeSuiteId suite)
    {
        using var run = new XxRun(suite);
        byte[][] old = Record(run);
        int key = Noise.Suites.Agreements.Single(one => TestMember.IdOf(one) == (AgreementId)((int)suite >> 4)).PublicKeyLength;
        foreach (int cut in (int[])[key, key + key + 16])
        {
            Assert.Equal((NotForUs, null), run.Run(second: message => [.. message[..cut], .. old[1][cut..]]));
            Assert.Equal((NotForUs, null), run.Run(second: message => [.. old[1][..cut], .. message[cut..]]));
        }

        Assert.Equal((Proved, NotForUs), run.Run(third: message => [.. message[..(key + 16)], .. old[2][(key + 16)..]]));
        Assert.Equal((Proved, NotForUs), run.Run(third: message => [.. old[2][..(key + 16)], .. message[(key + 16)..]]));

        // Two that run at once, their messages exchanged.
        using XxExchange alice = run.Ask();
        using XxExchange carol = run.Ask();
        using XxExchange bob = run.Answer();
        using XxExchange dave = run.Answer();
        bob.Handle(alice.Begin(), out byte[]? toAlice);
        dave.Handle(carol.Begin(), out byte[]? toCarol);
        Assert.Equal(NotForUs, alice.Handle(toCarol, out _));
        Assert.Equal(Proved, carol.Handle(toCarol, out byte[]? toDave));
        Assert.Equal(NotForUs, bob.Handle(toDave, out _));
        Assert.Equal(Proved, dave.Handle(toDave, out _));
        Assert.NotNull(toAlice);
    }

    [Theory]
    [MemberData(nameof(Suites))]
    public void A_member_in_the_middle_cannot_pass_itself_off_as_the_one_it_talks_to(HandshakeSuiteId suite)
    {
        // Mallory is a member like others: Alice enrols at Mallory, who asks Bob at the same time and hands on what Alice says.
        using var run = new XxRun(suite);
        using var mallory = new XxRun(suite) { Bob = new TestMember(9) };
        using XxExchange alice = run.Ask();
        using XxExchange asked = mallory.Answer();
        using XxExchange bob = run.Answer();
        byte[] first = alice.Begin();
        Assert.Equal(Proved, asked.Handle(first, out byte[]? second));
        Assert.Equal(Proved, bob.Handle(first, out _));
        Assert.Equal(Proved, alice.Handle(second, out byte[]? third));
        Assert.Equal(mallory.Bob.Identity, alice.Peer);
        Assert.Equal(NotForUs, bob.Handle(third, out _));
        Assert.False(bob.IsProved);
    }

    [Theory]
    [MemberData(nameof(Suites))]
    public void Stripped_credentials(HandshakeSuiteId suite)
    {
        using var run = new XxRun(suite);
        run.Alice.Credential = [];
        Assert.Equal((Proved, NoCredential), run.Run());
        using var server = new XxRun(suite);
        server.Bob.Credential = [];
        Assert.Equal((NoCredential, null), server.Run());
    }

    [Theory]
    [MemberData(nameof(Suites))]
    public void Wrong_key_in_the_credential(HandshakeSuiteId suite)
    {
        using var run = new XxRun(suite);
        using var carol = new TestMember(3);
        run.Alice.Credential = carol.Credential;
        Assert.Equal((Proved, OtherKey), run.Run());
        using var server = new XxRun(suite);
        server.Bob.Credential = carol.Credential;
        Assert.Equal((OtherKey, null), server.Run());
    }

    [Theory]
    [MemberData(nameof(Suites))]
    public void Wrong_layer(HandshakeSuiteId suite)
    {
        // The prologue differs already; where it does not, the credential does.
        using var run = new XxRun(suite) { Alice = new TestMember(1, layer: "other") };
        Assert.Equal((NotForUs, null), run.Run());
        run.Alice.LayerId = run.Bob.LayerId;
        Assert.Equal((Proved, OtherLayer), run.Run());
        using var server = new XxRun(suite) { Bob = new TestMember(2, layer: "other") };
        server.Bob.LayerId = server.Alice.LayerId;
        Assert.Equal((OtherLayer, null), server.Run());
    }

    [Theory]
    [MemberData(nameof(Suites))]
    public void Another_authority(HandshakeSuiteId suite)
    {
        // The same keys, and a credential for them that says this layer, of a root that nobody trusts.
        using var run = new XxRun(suite);
        using var forger = new TestMember(1, root: "mallory") { LayerId = run.Bob.LayerId };
        run.Alice.Credential = forger.Issue(run.Alice.Id, TestMember.Noon, TestMember.Noon.AddDays(1));
        Assert.Equal((Proved, NotIssued), run.Run());
        using var server = new XxRun(suite) { Bob = new TestMember(2, root: "mallory") };
        server.Bob.LayerId = server.Alice.LayerId;
        server.Bob.Credential = server.Bob.Issue(server.Bob.Id, TestMember.Noon, TestMember.Noon.AddDays(1));
        Assert.Equal((NotIssued, null), server.Run());
    }

    [Theory]
    [MemberData(nameof(Suites))]
    public void Revoked(HandshakeSuiteId suite)
    {
        using var run = new XxRun(suite);
        run.Bob.Revoked.Add(Convert.ToHexString(run.Alice.Id));
        Assert.Equal((Proved, HandshakeVerdict.Revoked), run.Run());
        using var server = new XxRun(suite);
        server.Alice.Revoked.Add(Convert.ToHexString(server.Bob.Id));
        Assert.Equal((HandshakeVerdict.Revoked, null), server.Run());
    }

    [Theory]
    [MemberData(nameof(Suites))]
    public void Expired_and_not_yet_valid_by_the_clock_of_who_judges(HandshakeSuiteId suite)
    {
        using var run = new XxRun(suite) { BobTime = TestMember.Noon.AddYears(1) };
        Assert.Equal((Proved, Expired), run.Run());
        run.BobTime = TestMember.Noon.AddYears(-1);
        Assert.Equal((Proved, NotYetValid), run.Run());
        run.BobTime = TestMember.Noon;
        run.AliceTime = TestMember.Noon.AddYears(1);
        Assert.Equal((Expired, null), run.Run());
        run.AliceTime = TestMember.Noon.AddYears(-1);
        Assert.Equal((NotYetValid, null), run.Run());
    }

    [Theory]
    [MemberData(nameof(Suites))]
    public void Downgrade_of_the_suite_and_another_purpose(HandshakeSuiteId suite)
    {
        // Somebody on the way names the other cipher: the number of the suite is in the prologue.
        using var run = new XxRun(suite) { BobSuite = (HandshakeSuiteId)((int)suite ^ 3) };
        Assert.Equal((NotForUs, null), run.Run());
        using var other = new XxRun(suite) { BobPurpose = "adjacency" };
        Assert.Equal((NotForUs, null), other.Run());
    }

    private static byte[][] Record(XxRun run)
    {
        byte[][] messages = new byte[3][];
        Assert.Equal((Proved, Proved), run.Run(first => messages[0] = first, second => messages[1] = second, third => messages[2] = third));
        return messages;
    }

    private static byte[] Flip(byte[] message, int bit)
    {
        byte[] changed = [.. message];
        changed[bit / 8] ^= (byte)(1 << (bit % 8));
        return changed;
    }

    // Every length near the ends, where keys and tags are, and some between.
    private static int Step(int length, int total) => length is 0 or 31 or 32 or 64 or 65 or 80 || length > total - 20 ? 1 : 11;
}

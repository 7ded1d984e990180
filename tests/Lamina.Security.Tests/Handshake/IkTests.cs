using Lamina.Core;
using Lamina.Security.Handshake;
using Lamina.Security.Identities;
using Lamina.Security.Primitives;
using Lamina.Security.Records;

namespace Lamina.Security.Tests.Handshake;

public sealed class IkTests
{
    public static TheoryData<HandshakeSuiteId> Suites => [.. IkRun.All];

    [Theory]
    [MemberData(nameof(Suites))]
    public void BothSidesEndWithTheSameKeysAndKnowWhoTheOtherIs(HandshakeSuiteId suite)
    {
        using var run = new IkRun(suite);
        using IHandshakeInitiator alice = run.Ask();
        using IHandshakeResponder bob = run.Answer();

        HandshakeVerdict first = IkRun.Read(bob, IkRun.First(alice, "offer"), out string offer, out PeerIdentity asker);
        byte[] answered = IkRun.Second(bob, out RecordKeys? bobs, "answer");
        HandshakeVerdict second = IkRun.Read(alice, answered, out string answer, out HandshakeResult result);

        Assert.Equal((HandshakeVerdict.Proved, HandshakeVerdict.Proved), (first, second));
        Assert.Equal(("offer", "answer"), (offer, answer));
        Assert.Equal((run.Alice.Identity, run.Bob.Identity), (asker, result.Peer));
        Assert.Equal((AeadId)((int)suite & 15), result.Keys!.Aead);
        Assert.Equal(result.Keys.Sending, bobs!.Receiving);
        Assert.Equal(result.Keys.Receiving, bobs.Sending);
        Assert.False(result.Keys.Sending.SequenceEqual(result.Keys.Receiving));
    }

    [Theory]
    [MemberData(nameof(Suites))]
    public void NothingThatIsSaidAndNobodysNameIsInClear(HandshakeSuiteId suite)
    {
        using var run = new IkRun(suite);
        using IHandshakeInitiator alice = run.Ask();
        using IHandshakeResponder bob = run.Answer();
        byte[] asked = IkRun.First(alice, "what the program says");
        IkRun.Read(bob, asked, out _, out _);
        byte[] answered = IkRun.Second(bob, out RecordKeys? keys, "what the server says");
        keys!.Dispose();

        foreach (byte[] message in new[] { asked, answered })
        {
            foreach (byte[] secret in (byte[][])[.. new[] { "what the program says", "what the server says" }.Select(System.Text.Encoding.UTF8.GetBytes), run.Alice.Id, run.Bob.Id, run.Alice.LayerId])
            {
                // Eight bytes of it are enough to be seen.
                Assert.Equal(-1, message.AsSpan().IndexOf(secret.AsSpan(0, 8)));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Suites))]
    public void FlowsBetweenTheSameTwoHaveKeysOfTheirOwn(HandshakeSuiteId suite)
    {
        using var run = new IkRun(suite);
        var seen = new HashSet<string>();
        for (int i = 0; i < 10; i++)
        {
            using IHandshakeInitiator alice = run.Ask();
            using IHandshakeResponder bob = run.Answer();
            byte[] asked = IkRun.First(alice);
            IkRun.Read(bob, asked, out _, out _);
            IkRun.Second(bob, out RecordKeys? keys);
            Assert.True(seen.Add(Convert.ToHexString(keys!.Sending)) && seen.Add(Convert.ToHexString(keys.Receiving)));
            Assert.True(seen.Add(Convert.ToHexString(asked.AsSpan(0, 32))));
        }
    }

    [Theory]
    [MemberData(nameof(Suites))]
    public void WhoDoesNotAskForKeysAnswersTheSame(HandshakeSuiteId suite)
    {
        using var run = new IkRun(suite);
        using IHandshakeInitiator alice = run.Ask();
        using IHandshakeResponder bob = run.Answer();
        IkRun.Read(bob, IkRun.First(alice), out _, out _);
        byte[] message = new byte[500];
        int length = bob.WriteSecond([1], message);
        Assert.Equal(HandshakeVerdict.Proved, IkRun.Read(alice, message.AsSpan(0, length), out _, out HandshakeResult result));
        Assert.NotNull(result.Keys);
        Assert.Null(bob.TakeKeys());
    }

    [Fact]
    public void WhatDoesNotFitIsNotSent()
    {
        using var run = new IkRun(HandshakeSuiteId.P256AesGcm);
        using IHandshakeInitiator alice = run.Ask();
        Assert.Equal(-1, alice.WriteFirst(new byte[900], new byte[AllocationRequest.MaxDataLength]));
        Assert.Equal(-1, alice.WriteFirst([], new byte[AllocationRequest.MaxDataLength]));
    }

    [Fact]
    public void AKeyOfAnotherKindBeginsNothing()
    {
        using var run = new IkRun(HandshakeSuiteId.P256AesGcm) { BobsKey = new byte[32] };
        Assert.Null(run.Ask());
    }

    [Fact]
    public void AMemberWithoutKeysOfAKindHasNoSuchSuite()
    {
        using var run = new IkRun(HandshakeSuiteId.P256AesGcm);
        Assert.Throws<ArgumentException>(() => new Lamina.Security.Handshake.Ik.NoiseIkSuite(P256.Instance, AeadId.AesGcm, new KeylessMember(), new()));
    }

    private sealed class KeylessMember : IHandshakeCredentials
    {
        public ReadOnlySpan<byte> Layer => default;

        public ReadOnlySpan<byte> Own => default;

        public Security.Noise.KeyPair? StaticOf(AgreementId agreement) => null;

        public HandshakeVerdict Judge(
            ReadOnlySpan<byte> credential, AgreementId agreement, ReadOnlySpan<byte> peerKey, NameHash? serves, DateTimeOffset wallTime, out PeerIdentity peer)
        {
            peer = default;
            return HandshakeVerdict.NotIssued;
        }

        public byte[] Vouch(in NameHash name, ulong address) => [];

        public HandshakeVerdict JudgeServer(
            ReadOnlySpan<byte> proof, in NameHash name, ulong address, DateTimeOffset wallTime, out IReadOnlyList<AgreementKey> keys)
        {
            keys = [];
            return HandshakeVerdict.NotIssued;
        }
    }
}

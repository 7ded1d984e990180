using Lamina.Bearers.Crypto;
using Lamina.Core;
using Lamina.Security.Credentials;
using Lamina.Security.Handshake;
using Lamina.Security.Handshake.Ik;
using Lamina.Security.Identities;
using Lamina.Security.Primitives;
using Lamina.Security.Records;

namespace Lamina.Security.Tests.Handshake;

/// <summary>The handshake with the credentials that layers really have.</summary>
public sealed class LayerCredentialsTests : IDisposable
{
    private const Rights Any = Rights.Member | Rights.AnyName;

    private readonly SeededRandom _random = new(1);
    private readonly SigningKey _root;
    private readonly RootSet _roots;
    private readonly List<NodeIdentity> _nodes = [];

    public LayerCredentialsTests()
    {
        _root = SigningKey.New(_random);
        _roots = RootSet.Begin(Name.Parse("net"), _root);
    }

    [Fact]
    public void MembersOfALayerProveThemselvesInTwoMessages()
    {
        LayerCredentials alice = Member(Any);
        LayerCredentials bob = Member(Any);
        Assert.Equal((HandshakeVerdict.Proved, HandshakeVerdict.Proved), Run(alice, bob, out PeerIdentity asker, out HandshakeResult result, out int first));
        Assert.Equal(alice.Chain.Member.Subject.ToPeerIdentity(), asker);
        Assert.Equal(bob.Chain.Member.Subject.ToPeerIdentity(), result.Peer);

        // Besides what the flow's ends offer, which is less than 60 bytes, an inviter's credential has room too.
        Assert.InRange(first, 300, 520);
    }

    [Fact]
    public void WhoWasInvitedProvesItselfByItsInviter()
    {
        NodeIdentity inviter = NewNode();
        Credential may = Credential.Issue(_root, Terms(inviter, Rights.Invite | Rights.AnyName));
        NodeIdentity node = NewNode();
        var invited = new LayerCredentials(node, new CredentialChain(Credential.Issue(inviter.Signing, Terms(node, Any)), may), LayerTrust.In(_roots));
        Assert.Equal((HandshakeVerdict.Proved, HandshakeVerdict.Proved), Run(invited, invited, out _, out _, out int first));
        Assert.InRange(first, 500, AllocationRequest.MaxDataLength - 100);
    }

    [Fact]
    public void ANameThatTheCredentialDoesNotCoverIsNotServedByIt()
    {
        LayerCredentials alice = Member(Any);
        LayerCredentials bob = Member(Rights.Member, "another");
        Assert.Equal((HandshakeVerdict.Proved, HandshakeVerdict.NameNotAllowed), Run(alice, bob, out _, out _, out _));
        Assert.Equal((HandshakeVerdict.Proved, HandshakeVerdict.Proved), Run(bob, alice, out _, out _, out _));
    }

    [Fact]
    public void WhoWasRevokedIsRefused()
    {
        LayerCredentials alice = Member(Any);
        LayerCredentials bob = Member(Any);
        bob.Trust = bob.Trust.With(RevocationList.Sign(_root, _roots.Layer, 1, TestMember.Noon, [alice.Chain.Member.Serial]));
        Assert.Equal((HandshakeVerdict.Revoked, null), Run(alice, bob, out _, out _, out _));
    }

    /// <summary>Signatures that were checked are not checked again; everything else is.</summary>
    [Fact]
    public void WhoComesAgainIsJudgedAsBefore()
    {
        LayerCredentials alice = Member(Any);
        LayerCredentials bob = Member(Any);
        (HandshakeVerdict, HandshakeVerdict?) proved = (HandshakeVerdict.Proved, HandshakeVerdict.Proved);
        Assert.Equal(proved, Run(alice, bob, out _, out _, out _));
        Assert.Equal(proved, Run(alice, bob, out _, out _, out _));

        Assert.Equal((HandshakeVerdict.Expired, null), Run(alice, bob, out _, out _, out _, TestMember.Noon.AddDays(40)));
        bob.Trust = bob.Trust.With(RevocationList.Sign(_root, _roots.Layer, 1, TestMember.Noon, [alice.Chain.Member.Serial]));
        Assert.Equal((HandshakeVerdict.Revoked, null), Run(alice, bob, out _, out _, out _));
        using SigningKey another = SigningKey.New(_random);
        bob.Trust = LayerTrust.In(RootSet.Begin(Name.Parse("net"), another));
        Assert.NotEqual(proved, Run(alice, bob, out _, out _, out _));
    }

    [Fact]
    public void NoByteOfAChainMayDifferFromTheOneThatWasProved()
    {
        NodeIdentity node = NewNode();
        Credential credential = Credential.Issue(_root, Terms(node, Any));
        NodeIdentity inviter = NewNode();
        Credential may = Credential.Issue(_root, Terms(inviter, Rights.Invite | Rights.AnyName));
        var alice = new LayerCredentials(node, new CredentialChain(credential), LayerTrust.In(_roots));
        var invited = new LayerCredentials(node, new CredentialChain(Credential.Issue(inviter.Signing, Terms(node, Any)), may), LayerTrust.In(_roots));
        LayerCredentials bob = Member(Any);
        foreach (LayerCredentials shown in new[] { alice, invited })
        {
            Assert.Equal((HandshakeVerdict.Proved, HandshakeVerdict.Proved), Run(shown, bob, out _, out _, out _));
            var forged = new LayerCredentials(node, shown.Chain with { Member = WithoutItsSignature(shown.Chain.Member) }, LayerTrust.In(_roots));
            Assert.Equal((HandshakeVerdict.NotIssued, null), Run(forged, bob, out _, out _, out _));
        }

        var strange = new LayerCredentials(node, invited.Chain with { Inviter = WithoutItsSignature(may) }, LayerTrust.In(_roots));
        Assert.Equal((HandshakeVerdict.NotIssued, null), Run(strange, bob, out _, out _, out _));
        Assert.Equal((HandshakeVerdict.Proved, HandshakeVerdict.Proved), Run(invited, bob, out _, out _, out _));
    }

    [Fact]
    public void AWordOfWhoServesANameIsBelievedAsItWasSaid()
    {
        LayerCredentials bob = Member(Rights.Member, "oping");
        LayerCredentials alice = Member(Any);
        byte[] proof = bob.Vouch(IkRun.Ping, 42);

        Assert.Equal(HandshakeVerdict.Proved, Judge(alice, proof, IkRun.Ping, 42, out IReadOnlyList<AgreementKey> keys));
        Assert.Contains(keys, key => key.Public.Span.SequenceEqual(bob.StaticOf(AgreementId.P256)!.Public));

        // For another address, another name, or one that it may not register.
        Assert.Equal(HandshakeVerdict.NotIssued, Judge(alice, proof, IkRun.Ping, 43, out _));
        Assert.Equal(HandshakeVerdict.NameNotAllowed, Judge(alice, proof, IkRun.Pong, 42, out _));
        Assert.Equal(HandshakeVerdict.NameNotAllowed, Judge(alice, bob.Vouch(IkRun.Pong, 42), IkRun.Pong, 42, out _));
        Assert.Equal(HandshakeVerdict.NotIssued, Judge(alice, alice.Vouch(IkRun.Pong, 42), IkRun.Ping, 42, out _));
    }

    [Fact]
    public void EveryBitOfAWordCounts()
    {
        LayerCredentials bob = Member(Any);
        byte[] proof = bob.Vouch(IkRun.Ping, 42);
        for (int bit = 0; bit < proof.Length * 8; bit++)
        {
            byte[] changed = [.. proof];
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.NotEqual(HandshakeVerdict.Proved, Judge(bob, changed, IkRun.Ping, 42, out IReadOnlyList<AgreementKey> keys));
            Assert.Empty(keys);
        }

        for (int length = 0; length < proof.Length; length++)
        {
            Assert.NotEqual(HandshakeVerdict.Proved, Judge(bob, proof.AsSpan(0, length), IkRun.Ping, 42, out _));
        }
    }

    [Fact]
    public void AStrangersWordIsNone()
    {
        LayerCredentials bob = Member(Any);
        LayerCredentials carol = Member(Any);
        byte[] chain = bob.Vouch(IkRun.Ping, 42)[..^64];
        byte[] signature = carol.Vouch(IkRun.Ping, 42)[^64..];
        Assert.Equal(HandshakeVerdict.NotIssued, Judge(bob, (byte[])[.. chain, .. signature], IkRun.Ping, 42, out _));
    }

    public void Dispose()
    {
        _root.Dispose();
        _nodes.ForEach(node => node.Dispose());
    }

    private static HandshakeVerdict Judge(
        LayerCredentials by, ReadOnlySpan<byte> proof, in NameHash name, ulong address, out IReadOnlyList<AgreementKey> keys) =>
        by.JudgeServer(proof, name, address, TestMember.Noon, out keys);

    private static Credential WithoutItsSignature(Credential credential)
    {
        byte[] bytes = credential.Bytes.ToArray();
        bytes[^1] ^= 1;
        Assert.True(Credential.TryRead(bytes, out Credential? changed));
        return changed!;
    }

    private static (HandshakeVerdict, HandshakeVerdict?) Run(
        LayerCredentials alice, LayerCredentials bob, out PeerIdentity asker, out HandshakeResult result, out int firstLength, DateTimeOffset? time = null)
    {
        IKeyAgreement agreement = (IKeyAgreement?)X25519.Instance ?? P256.Instance;
        AgreementId id = X25519.Instance is null ? AgreementId.P256 : AgreementId.X25519;
        var terms = new HandshakeTerms(IkRun.Ping, QosSpec.Data);
        var moment = new HandshakeMoment(Instant.Zero, time ?? TestMember.Noon);
        var random = new SeededRandom(5);
        using IHandshakeInitiator asking = new NoiseIkSuite(agreement, AeadId.AesGcm, alice, new()).Initiate(terms, bob.StaticOf(id)!.Public, moment, random)!;
        using IHandshakeResponder asked = new NoiseIkSuite(agreement, AeadId.AesGcm, bob, new()).Respond(terms, moment, random);
        byte[] message = IkRun.First(asking);
        firstLength = message.Length;
        result = default;
        HandshakeVerdict first = IkRun.Read(asked, message, out _, out asker);
        if (first != HandshakeVerdict.Proved)
        {
            return (first, null);
        }

        HandshakeVerdict second = IkRun.Read(asking, IkRun.Second(asked, out RecordKeys? keys), out _, out result);
        keys!.Dispose();
        return (first, second);
    }

    private LayerCredentials Member(Rights rights, params string[] names)
    {
        NodeIdentity node = NewNode();
        return new LayerCredentials(node, new CredentialChain(Credential.Issue(_root, Terms(node, rights, names))), LayerTrust.In(_roots));
    }

    private NodeIdentity NewNode()
    {
        NodeIdentity node = NodeIdentity.New(_random, X25519.Instance);
        _nodes.Add(node);
        return node;
    }

    private CredentialTerms Terms(NodeIdentity node, Rights rights, params string[] names) => new(
        _roots.Layer,
        node.Signing.Public.ToArray(),
        rights.HasFlag(Rights.Member) ? node.PublicAgreements : [],
        rights,
        [.. names.Select(name => CoveredName.Of(NameHash.Of(Name.Parse(name), HashAlgorithmId.Sha3_256))).Order()],
        TestMember.Noon.AddDays(-1),
        TimeSpan.FromDays(30));
}

using System.Diagnostics.CodeAnalysis;
using Lamina.Core;
using Lamina.Security.Credentials;
using Lamina.Security.Identities;
using Lamina.Security.Noise;

namespace Lamina.Security.Handshake;

/// <summary>A node's membership of a secure layer: its identity, what it shows there, and whom it believes.</summary>
public sealed class LayerCredentials : IHandshakeCredentials
{
    private readonly NodeIdentity _identity;
    private readonly byte[] _layer = new byte[LayerId.Length];
    private readonly ShownChains _shown = new();
    private CredentialChain _chain;
    private byte[] _own;

    /// <summary>A membership.</summary>
    /// <param name="identity">Who the node is. Not disposed of.</param>
    /// <param name="chain">Its credential in the layer.</param>
    /// <param name="trust">What is known of the layer's authority.</param>
    public LayerCredentials(NodeIdentity identity, CredentialChain chain, LayerTrust trust)
    {
        _identity = identity;
        Trust = trust;
        Show(chain);
        trust.Layer.CopyTo(_layer);
    }

    /// <summary>What is known of the layer's authority; replaced as a whole when it changes.</summary>
    public LayerTrust Trust { get; set; }

    /// <summary>
    /// Hears on the stack's loop when the layer has told something newer than was known: it is to be on the disk soon. Null (default): nobody keeps it.
    /// </summary>
    public Action<LayerTrust>? Learned { get; set; }

    /// <inheritdoc/>
    public PeerIdentity Self => _identity.Id.ToPeerIdentity();

    /// <inheritdoc/>
    public IReadOnlyList<RevocationList> Revocations => Trust.Revocations;

    /// <summary>What this node shows.</summary>
    public CredentialChain Chain => _chain;

    /// <summary>Shows another credential from now on, for the same keys: it was renewed. Exchanges that have begun go on with the former one.</summary>
    [MemberNotNull(nameof(_chain), nameof(_own))]
    public void Show(CredentialChain chain)
    {
        _chain = chain;
        _own = new byte[chain.Length];
        chain.Write(_own);
    }

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Layer => _layer;

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Own => _own;

    /// <summary>Looks at the own credential, as a peer with this clock would: what is wrong with it is said before others find out.</summary>
    public CredentialVerdict ExamineOwn(DateTimeOffset wallTime) =>
        CredentialCheck.Examine(_chain, Trust, wallTime, new CredentialDemands { Subject = _identity.Id });

    /// <inheritdoc/>
    public KeyPair? StaticOf(AgreementId agreement) =>
        _identity.Find(agreement) is { } pair && _chain.Member.FindKey(agreement).Span.SequenceEqual(pair.Public) ? pair : null;

    /// <inheritdoc/>
    public HandshakeVerdict Judge(
        ReadOnlySpan<byte> shown, AgreementId agreement, ReadOnlySpan<byte> peerKey, NameHash? serves, DateTimeOffset wallTime, out PeerIdentity peer)
    {
        peer = PeerIdentity.Anonymous;
        if (!CredentialChain.TryRead(shown, out CredentialChain? chain))
        {
            return HandshakeVerdict.Malformed;
        }

        // Who comes again with what it has shown before is looked at in all but the signatures.
        var demands = new CredentialDemands { Agreement = new AgreementKey(agreement, peerKey.ToArray()), Name = serves };
        PeerIdentity shower = chain!.Member.Subject.ToPeerIdentity();
        HandshakeVerdict verdict = VerdictOf(CredentialCheck.Examine(chain, Trust, wallTime, demands, _shown.Find(shower)).Kind);
        if (verdict == HandshakeVerdict.Proved)
        {
            peer = shower;
            _shown.Note(peer, chain);
        }

        return verdict;
    }

    /// <inheritdoc/>
    public byte[] Vouch(in NameHash name, ulong address) => ServedName.Write(_identity.Signing, _own, Trust.Layer, name, address);

    /// <inheritdoc/>
    public HandshakeVerdict JudgeServer(
        ReadOnlySpan<byte> proof, in NameHash name, ulong address, DateTimeOffset wallTime, out IReadOnlyList<AgreementKey> keys)
    {
        keys = [];
        if (!ServedName.TryRead(proof, out CredentialChain? chain, out ReadOnlySpan<byte> signature))
        {
            return HandshakeVerdict.Malformed;
        }

        HandshakeVerdict verdict = VerdictOf(CredentialCheck.Examine(chain!, Trust, wallTime, new CredentialDemands { Name = name }).Kind);
        if (verdict != HandshakeVerdict.Proved)
        {
            return verdict;
        }

        if (!ServedName.IsSignedBy(chain!.Member.Terms.SigningKey.Span, signature, Trust.Layer, name, address))
        {
            return HandshakeVerdict.NotIssued;
        }

        keys = chain.Member.Terms.Agreements;
        return verdict;
    }

    /// <inheritdoc/>
    public byte[] Say(ReadOnlySpan<byte> label, ReadOnlySpan<byte> said) => MemberWord.Write(_identity.Signing, _own, Trust.Layer, label, said);

    /// <inheritdoc/>
    public HandshakeVerdict JudgeWord(
        ReadOnlySpan<byte> word, ReadOnlySpan<byte> label, ReadOnlySpan<byte> said, NameHash? name, ReadOnlySpan<byte> former)
    {
        if (word.Length > MemberWord.MaxLength || !ServedName.TryRead(word, out CredentialChain? chain, out ReadOnlySpan<byte> signature))
        {
            return HandshakeVerdict.Malformed;
        }

        bool isKnown = former.Length == word.Length && former[..^VerifyingKey.SignatureLength].SequenceEqual(word[..^VerifyingKey.SignatureLength]);
        HandshakeVerdict verdict = isKnown && name is null
            ? (chain!.IsRevokedBy(Trust) ? HandshakeVerdict.Revoked : HandshakeVerdict.Proved)
            : VerdictOf(CredentialCheck.Examine(chain!, Trust, chain!.Begins, new CredentialDemands { Name = name }).Kind);
        return verdict == HandshakeVerdict.Proved && !MemberWord.IsSignedBy(chain.Member.Terms.SigningKey.Span, signature, Trust.Layer, label, said)
            ? HandshakeVerdict.NotIssued
            : verdict;
    }

    /// <inheritdoc/>
    public PeerIdentity SpeakerOf(ReadOnlySpan<byte> word) =>
        ServedName.TryRead(word, out CredentialChain? chain, out _) ? chain!.Member.Subject.ToPeerIdentity() : PeerIdentity.Anonymous;

    /// <inheritdoc/>
    public bool TryAdopt(RevocationList list)
    {
        LayerTrust trust = Trust.With(list);
        if (ReferenceEquals(trust, Trust))
        {
            return false;
        }

        Trust = trust;
        Learned?.Invoke(trust);
        return true;
    }

    /// <inheritdoc/>
    public bool IsRevoked(PeerIdentity peer) => peer != PeerIdentity.Anonymous
        && (_shown.Find(peer) is { } chain ? chain.IsRevokedBy(Trust) : Trust.IsRevoked(KeyId.FromPeerIdentity(peer)));

    private static HandshakeVerdict VerdictOf(CredentialVerdictKind kind) => kind switch
    {
        CredentialVerdictKind.Ok => HandshakeVerdict.Proved,
        CredentialVerdictKind.WrongLayer => HandshakeVerdict.OtherLayer,
        CredentialVerdictKind.NotYetValid => HandshakeVerdict.NotYetValid,
        CredentialVerdictKind.Expired => HandshakeVerdict.Expired,
        CredentialVerdictKind.WrongSubject => HandshakeVerdict.OtherKey,
        CredentialVerdictKind.NameNotCovered or CredentialVerdictKind.RightMissing => HandshakeVerdict.NameNotAllowed,
        CredentialVerdictKind.Revoked => HandshakeVerdict.Revoked,
        _ => HandshakeVerdict.NotIssued,
    };
}

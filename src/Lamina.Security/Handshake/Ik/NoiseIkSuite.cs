using Lamina.Core;
using Lamina.Security.Handshake.Xx;
using Lamina.Security.Identities;
using Lamina.Security.Noise;
using Lamina.Security.Primitives;
using Lamina.Security.Records;

namespace Lamina.Security.Handshake.Ik;

/// <summary>Noise IK: two messages, both sides proved by their layer's credentials, keys for both directions (docs/design/HANDSHAKE.md).</summary>
public sealed class NoiseIkSuite : IHandshakeSuite
{
    /// <summary>A suite of a member.</summary>
    /// <param name="agreement">How keys agree: X25519 or P-256.</param>
    /// <param name="cipher">How handshake and records are sealed.</param>
    /// <param name="credentials">What the member proves itself with, and judges by.</param>
    /// <param name="seen">What was answered; one table for all suites of a member.</param>
    /// <exception cref="ArgumentException">The member has no static key of this kind.</exception>
    public NoiseIkSuite(IKeyAgreement agreement, AeadId cipher, IHandshakeCredentials credentials, SeenKeys seen)
    {
        Agreement = IdOf(agreement);
        Cipher = cipher;
        Id = (HandshakeSuiteId)(((int)Agreement << 4) | (int)cipher);
        Noise = new NoiseSuite(agreement, cipher == AeadId.AesGcm ? AesGcmAead.Instance : ChaChaPolyAead.Instance);
        Credentials = credentials;
        Seen = seen;
        Static = credentials.StaticOf(Agreement) ?? throw new ArgumentException($"no static key for {agreement.NoiseName}", nameof(credentials));
    }

    /// <inheritdoc/>
    public HandshakeSuiteId Id { get; }

    /// <summary>The kind of its static keys.</summary>
    public AgreementId Agreement { get; }

    AgreementId? IHandshakeSuite.Agreement => Agreement;

    /// <summary>The cipher of the flow's records.</summary>
    public AeadId Cipher { get; }

    /// <summary>The primitives.</summary>
    public NoiseSuite Noise { get; }

    internal IHandshakeCredentials Credentials { get; }

    internal SeenKeys Seen { get; }

    internal KeyPair Static { get; }

    internal StaticAgreements Agreements { get; } = new();

    /// <summary>The number of an agreement.</summary>
    public static AgreementId IdOf(IKeyAgreement agreement) =>
        agreement.NoiseName == P256.Instance.NoiseName ? AgreementId.P256 : AgreementId.X25519;

    /// <inheritdoc/>
    public IHandshakeInitiator? Initiate(in HandshakeTerms terms, ReadOnlySpan<byte> peerKey, HandshakeMoment moment, IRandomSource random) =>
        peerKey.Length == Noise.Agreement.PublicKeyLength ? new IkInitiator(this, terms, peerKey, moment, random) : null;

    /// <summary>An exchange of three messages with the same primitives and keys, over a channel that keeps order and loses nothing.</summary>
    /// <param name="purpose">What it is for: an exchange for another purpose does not open.</param>
    /// <param name="isInitiator">Who speaks first.</param>
    /// <param name="moment">The present.</param>
    /// <param name="random">Where ephemeral keys come from.</param>
    public XxExchange Exchange(string purpose, bool isInitiator, HandshakeMoment moment, IRandomSource random) =>
        new(this, purpose, isInitiator, moment, random);

    /// <inheritdoc/>
    public IHandshakeResponder Respond(in HandshakeTerms terms, HandshakeMoment moment, IRandomSource random) =>
        new IkResponder(this, terms, moment, random);
}

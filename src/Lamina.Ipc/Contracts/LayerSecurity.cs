using Lamina.Core;
using Lamina.Ipc.Unicast;
using Lamina.Ipc.Unicast.Directory.Proofs;
using Lamina.Security.Handshake;
using Lamina.Security.Handshake.Ik;
using Lamina.Security.Handshake.Xx;
using Lamina.Security.Primitives;
using Lamina.Security.Records;

namespace Lamina.Ipc;

/// <summary>What makes a member's layer secure: what it proves itself with, and the handshakes that it takes.</summary>
public sealed class LayerSecurity
{
    /// <summary>Bytes that a packet of a secure layer has at least, so that the messages of a handshake fit.</summary>
    public const int LeastPacketSize = 1200;

    private readonly SeenKeys _seen = new();
    private readonly NoiseIkSuite[] _suites;
    private ServerProofs? _proofs;
    private Address _proved;

    /// <summary>Security of one member.</summary>
    /// <param name="credentials">What it proves itself with, and judges by.</param>
    /// <param name="agreements">The agreements that this machine has, the one to begin with first; those that the credential has no key for are left out.</param>
    /// <exception cref="ArgumentException">The credential has no key for any of them.</exception>
    public LayerSecurity(IHandshakeCredentials credentials, IReadOnlyList<IKeyAgreement> agreements)
    {
        Credentials = credentials;
        _suites =
        [
            .. from agreement in agreements
               where credentials.StaticOf(NoiseIkSuite.IdOf(agreement)) is not null
               from cipher in (AeadId[])[AeadId.AesGcm, AeadId.ChaChaPoly]
               select new NoiseIkSuite(agreement, cipher, credentials, _seen),
        ];
        Ciphers = new RecordCiphers(cipher => Array.Find(_suites, suite => suite.Cipher == cipher)!.Noise.Aead);
        Policy = _suites.Length > 0 ? new HandshakePolicy(_suites) : throw new ArgumentException("no static key", nameof(credentials));
    }

    /// <summary>What the member proves itself with, and judges by.</summary>
    public IHandshakeCredentials Credentials { get; }

    /// <summary>The handshakes of its flows.</summary>
    public HandshakePolicy Policy { get; }

    /// <summary>The ciphers of the member's adjacencies.</summary>
    internal RecordCiphers Ciphers { get; }

    /// <summary>The cipher of a suite.</summary>
    internal static AeadId CipherOf(HandshakeSuiteId suite) => (AeadId)((int)suite & 0xF);

    /// <summary>Begins an exchange over a channel, with the suite that is preferred here.</summary>
    internal XxExchange Begin(string purpose, HandshakeMoment moment, IRandomSource random, out HandshakeSuiteId suite)
    {
        suite = _suites[0].Id;
        return _suites[0].Exchange(purpose, isInitiator: true, moment, random);
    }

    /// <summary>Answers one; null: no such suite here.</summary>
    internal XxExchange? Answer(string purpose, HandshakeSuiteId suite, HandshakeMoment moment, IRandomSource random) =>
        Array.Find(_suites, one => one.Id == suite)?.Exchange(purpose, isInitiator: false, moment, random);

    /// <summary>The credentials have changed: what was believed before is looked at again.</summary>
    internal void Review() => _proofs?.Review();

    /// <summary>Who is believed to serve what, for this membership.</summary>
    internal ServerProofs ProofsOf(Membership membership, MachineContext context)
    {
        // A member's word names its address: with another address begins another book.
        if (_proofs is null || _proved != membership.Address)
        {
            _proofs = new ServerProofs(Credentials, context, membership.Address, membership.MessageRoom);
            _proved = membership.Address;
        }

        return _proofs;
    }
}

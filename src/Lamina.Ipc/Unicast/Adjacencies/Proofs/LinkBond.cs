using Lamina.Core;
using Lamina.Security.Handshake.Xx;
using Lamina.Security.Records;
using Lamina.Wire.Connections;

namespace Lamina.Ipc.Unicast.Adjacencies.Proofs;

/// <summary>
/// What binds the data flows of an adjacency to its management flow: each is asked for and agreed to by who was proved there, and has keys of its own.
/// </summary>
/// <param name="secret">What the exchange ended in; taken over.</param>
/// <param name="aead">The cipher.</param>
/// <param name="peer">Who is at the other end.</param>
internal sealed class LinkBond(AdjacencySecret secret, AeadId aead, PeerIdentity peer) : IDisposable
{
    private ulong _asked;
    private ulong _agreed;
    private bool _isOver;

    /// <summary>Number of the adjacency, the same at both ends.</summary>
    public ulong Id => secret.Id;

    /// <summary>Who is at the other end.</summary>
    public PeerIdentity Peer => peer;

    /// <summary>Asks for another data flow.</summary>
    public byte[] Ask(IRandomSource random)
    {
        Span<byte> nonce = stackalloc byte[LinkClaim.NonceLength];
        random.Fill(nonce);
        byte[] claim = new byte[LinkClaim.Length];
        new LinkClaim(secret.Id, ++_asked).Write(claim, nonce);
        secret.Sign(isAsker: true, claim.AsSpan(0, LinkClaim.SaidLength), claim.AsSpan(LinkClaim.SaidLength));
        return claim;
    }

    /// <summary>What to answer to a claim that names this adjacency; false where its other end has not made it, or not for this flow.</summary>
    public bool TryAgree(ReadOnlySpan<byte> claim, IRandomSource random, out byte[] consent, out RecordKeys? keys)
    {
        consent = [];
        keys = null;
        if (_isOver
            || !LinkClaim.TryRead(claim, out LinkClaim read)
            || read.Number <= _agreed
            || !secret.IsSigned(isAsker: true, claim[..LinkClaim.SaidLength], claim[LinkClaim.SaidLength..]))
        {
            return false;
        }

        _agreed = read.Number;
        consent = new byte[LinkConsent.Length];
        Span<byte> nonce = consent.AsSpan(0, LinkConsent.NonceLength);
        random.Fill(nonce);
        secret.Sign(isAsker: false, (byte[])[.. claim, .. nonce], consent.AsSpan(LinkConsent.NonceLength));
        keys = secret.KeysOfFlow(aead, claim, nonce, isAsker: false);
        return true;
    }

    /// <summary>What the other side has answered to a claim; false where that was not the other end of this adjacency.</summary>
    public bool TryConclude(ReadOnlySpan<byte> claim, ReadOnlySpan<byte> consent, out RecordKeys? keys)
    {
        bool isAgreed = !_isOver
            && LinkConsent.TryRead(consent, out ReadOnlySpan<byte> nonce, out ReadOnlySpan<byte> mac)
            && secret.IsSigned(isAsker: false, (byte[])[.. claim, .. nonce], mac);
        keys = isAgreed ? secret.KeysOfFlow(aead, claim, consent[..LinkConsent.NonceLength], isAsker: true) : null;
        return isAgreed;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _isOver = true;
        secret.Dispose();
    }
}

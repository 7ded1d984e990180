using Lamina.Core;
using Lamina.Security.Credentials;
using Lamina.Security.Handshake;

namespace Lamina.Security.Tickets.Claims;

/// <summary>Who is asked: it shows itself only to who knows the ticket's secret.</summary>
public sealed class ClaimResponder : ClaimSide
{
    private readonly LayerCredentials _own;

    /// <summary>Begins.</summary>
    /// <param name="own">What this member shows.</param>
    /// <param name="number">The ticket's number.</param>
    /// <param name="key">What its secret becomes.</param>
    /// <param name="random">Where keys come from.</param>
    /// <exception cref="ArgumentException">The credential has no key of the suite.</exception>
    public ClaimResponder(LayerCredentials own, uint number, ReadOnlyMemory<byte> key, IRandomSource random)
        : base(isInitiator: false, number, key, own.StaticOf(Agreement) ?? throw new ArgumentException("no static key", nameof(own)), random) => _own = own;

    /// <summary>The joiner's first message.</summary>
    /// <param name="first">From the network, without its header.</param>
    /// <returns>False: it does not know the secret.</returns>
    public bool Handle(ReadOnlySpan<byte> first) => TryRead(first, out _);

    /// <summary>What to say to it.</summary>
    public byte[] Answer() => Write(new InviterProof(_own.Trust.Roots, _own.Chain).Write());

    /// <summary>The joiner's second message.</summary>
    /// <param name="third">From the network.</param>
    /// <param name="request">Who it is, with its keys; it has proved the one of this handshake, and its signing key.</param>
    public bool Handle(ReadOnlySpan<byte> third, out NodeRequest? request)
    {
        request = null;
        if (!TryRead(third, out byte[] payload) || !NodeRequest.TryRead(payload, out request) || !HasUsedKey(request!))
        {
            request = null;
            Dispose();
            return false;
        }

        Conclude();
        return true;
    }

    private bool HasUsedKey(NodeRequest request)
    {
        foreach (Identities.AgreementKey key in request.Agreements)
        {
            if (key.Id == Agreement)
            {
                return key.Public.Span.SequenceEqual(PeerKey);
            }
        }

        return false;
    }
}

using Lamina.Core;
using Lamina.Security.Noise;
using Lamina.Security.Primitives;

namespace Lamina.Security.Identities;

/// <summary>Who a node is: its signing key, and one key pair for each function by which keys agree. Lives as long as its state directory.</summary>
public sealed class NodeIdentity : IDisposable
{
    private readonly Agreement[] _agreements;

    internal NodeIdentity(SigningKey signing, Agreement[] agreements)
    {
        Signing = signing;
        _agreements = agreements;
    }

    /// <summary>The signing key.</summary>
    public SigningKey Signing { get; }

    /// <summary>The node id.</summary>
    public KeyId Id => Signing.Id;

    /// <summary>The key pairs, by ascending number of their function.</summary>
    public IReadOnlyList<Agreement> Agreements => _agreements;

    /// <summary>The public halves, in the same order.</summary>
    public IReadOnlyList<AgreementKey> PublicAgreements => [.. _agreements.Select(own => new AgreementKey(own.Id, own.Keys.Public.ToArray()))];

    /// <summary>A fresh one.</summary>
    /// <param name="random">Where its bytes come from: the system's generator, outside of simulations and tests.</param>
    /// <param name="x25519">X25519, where the system has it; null: it has P-256 alone.</param>
    public static NodeIdentity New(IRandomSource random, IKeyAgreement? x25519)
    {
        Agreement p256 = new(AgreementId.P256, KeyPair.New(P256.Instance, random));
        Agreement[] agreements = x25519 is null ? [p256] : [new(AgreementId.X25519, KeyPair.New(x25519, random)), p256];
        return new NodeIdentity(SigningKey.New(random), agreements);
    }

    /// <summary>The key pair of a function; null: it has none.</summary>
    public KeyPair? Find(AgreementId id) => Array.Find(_agreements, own => own.Id == id)?.Keys;

    /// <inheritdoc/>
    public void Dispose()
    {
        Signing.Dispose();
        foreach (Agreement own in _agreements)
        {
            own.Keys.Dispose();
        }
    }
}

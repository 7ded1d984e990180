using Lamina.Bearers.Crypto;
using Lamina.Core;
using Lamina.Security.Credentials;
using Lamina.Security.Identities;

namespace Lamina.Security.Tests.Credentials;

/// <summary>A layer with one root, and nodes; all by seed.</summary>
internal sealed class Authority : IDisposable
{
    public static readonly DateTimeOffset Epoch = new(2026, 11, 21, 0, 0, 0, TimeSpan.Zero);
    public static readonly TimeSpan Year = TimeSpan.FromDays(365);

    private readonly SeededRandom _random;

    public Authority(ulong seed = 1, string layer = "net")
    {
        _random = new(seed);
        Root = SigningKey.New(_random);
        Roots = RootSet.Begin(Name.Parse(layer), Root);
        Trust = LayerTrust.In(Roots);
    }

    public SigningKey Root { get; }

    public RootSet Roots { get; }

    public LayerTrust Trust { get; }

    public static NameHash Hash(string name) => NameHash.Of(Name.Parse(name), HashAlgorithmId.Sha3_256);

    public NodeIdentity NewNode() => NodeIdentity.New(_random, X25519.Instance);

    public CredentialTerms Terms(NodeIdentity node, Rights rights = Rights.Member | Rights.AnyName, params string[] names) => new(
        Roots.Layer,
        node.Signing.Public.ToArray(),
        rights.HasFlag(Rights.Member) ? node.PublicAgreements : [],
        rights,
        [.. names.Select(name => CoveredName.Of(Hash(name))).Order()],
        Epoch,
        Year);

    public Credential Issue(NodeIdentity node, Rights rights = Rights.Member | Rights.AnyName, params string[] names) =>
        Credential.Issue(Root, Terms(node, rights, names));

    public CredentialVerdictKind Examine(CredentialChain chain, CredentialDemands? demands = null, LayerTrust? trust = null, DateTimeOffset? now = null) =>
        CredentialCheck.Examine(chain, trust ?? Trust, now ?? Epoch.AddDays(1), demands ?? new CredentialDemands()).Kind;

    public void Dispose() => Root.Dispose();
}

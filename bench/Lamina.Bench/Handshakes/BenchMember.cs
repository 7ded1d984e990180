using Lamina.Bearers.Crypto;
using Lamina.Core;
using Lamina.Security.Credentials;
using Lamina.Security.Handshake;
using Lamina.Security.Handshake.Ik;
using Lamina.Security.Identities;
using Lamina.Security.Primitives;
using Lamina.Security.Records;

namespace Lamina.Bench.Handshakes;

/// <summary>Two members of one layer with an authority, and what each proves itself with.</summary>
internal sealed class BenchMember
{
    private BenchMember(NodeIdentity node, CredentialChain chain, RootSet roots, IKeyAgreement agreement)
    {
        Credentials = new LayerCredentials(node, chain, LayerTrust.In(roots));
        Suite = new NoiseIkSuite(agreement, AeadId.AesGcm, Credentials, new SeenKeys());
    }

    public LayerCredentials Credentials { get; }

    public NoiseIkSuite Suite { get; }

    /// <summary>Its static key, as others know it.</summary>
    public byte[] Key => Credentials.StaticOf(Suite.Agreement)!.Public.ToArray();

    /// <summary>The first of its credentials, which others check.</summary>
    public Credential Shown => Credentials.Chain.Member;

    public static (BenchMember Asking, BenchMember Asked) TwoOf(IKeyAgreement agreement, IRandomSource random, DateTimeOffset now)
    {
        using SigningKey root = SigningKey.New(random);
        RootSet roots = RootSet.Begin(Name.Parse("bench"), root);
        return (New(), New());

        BenchMember New()
        {
            NodeIdentity node = NodeIdentity.New(random, X25519.Instance);
            var terms = new CredentialTerms(
                roots.Layer, node.Signing.Public.ToArray(), node.PublicAgreements, Rights.Member | Rights.AnyName, [],
                DateTimeOffset.FromUnixTimeSeconds(now.AddHours(-1).ToUnixTimeSeconds()), TimeSpan.FromDays(1));
            return new BenchMember(node, new CredentialChain(Credential.Issue(root, terms)), roots, agreement);
        }
    }
}

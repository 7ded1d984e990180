using Lamina.Core;
using Lamina.Security.Credentials;
using Lamina.Security.Identities;

namespace Lamina.Fuzz.Tests;

/// <summary>Inputs that a decoder accepts and chance does not find: fuzzing begins with them, where there are some. By seed.</summary>
internal static class Samples
{
    private static readonly Dictionary<string, Func<IEnumerable<byte[]>>> Makers = new()
    {
        ["credential"] = () => Credentials().Select(credential => credential.Bytes.ToArray()),
        ["credential chain"] = Chains,
        ["roots"] = Roots,
        ["revocations"] = Revocations,
        ["membership"] = Memberships,
        ["root key"] = () => [SigningKeyCodec.Write(Node(1).Signing)],
        ["node request"] = () => [NodeRequest.Of(Node(1)).Bytes.ToArray()],
        ["identity"] = () => [IdentityCodec.Write(Node(1))],
    };

    public static IEnumerable<byte[]> Of(string decoder) => Makers.TryGetValue(decoder, out Func<IEnumerable<byte[]>>? make) ? make() : [];

    private static NodeIdentity Node(ulong seed) => NodeIdentity.New(new SeededRandom(seed), x25519: null);

    private static IEnumerable<Credential> Credentials()
    {
        NodeIdentity node = Node(1);
        foreach ((Rights rights, int names, int keys) in new[] { (Rights.Member | Rights.AnyName, 0, 1), (Rights.Member | Rights.Router, 3, 2), (Rights.Invite, 64, 0) })
        {
            AgreementKey[] agreements = [new(AgreementId.X25519, new byte[32]), .. node.PublicAgreements];
            yield return Credential.Issue(node.Signing, new CredentialTerms(
                RootSet.Begin(Name.Parse("net"), node.Signing).Layer,
                node.Signing.Public.ToArray(),
                agreements[^keys..],
                rights,
                [.. Enumerable.Range(1, names).Select(number => new CoveredName((UInt128)number << 64))],
                DateTimeOffset.UnixEpoch.AddYears(56),
                TimeSpan.FromDays(365)));
        }
    }

    private static IEnumerable<byte[]> Chains()
    {
        Credential[] all = [.. Credentials()];
        foreach (CredentialChain chain in new CredentialChain[] { new(all[0]), new(all[1], all[2]) })
        {
            byte[] bytes = new byte[chain.Length];
            chain.Write(bytes);
            yield return bytes;
        }
    }

    private static IEnumerable<byte[]> Roots()
    {
        NodeIdentity node = Node(1);
        RootSet first = RootSet.Begin(Name.Parse("net"), node.Signing);
        yield return first.Bytes.ToArray();
        yield return first.Follow(Enumerable.Range(1, 8).Select(seed => (ReadOnlyMemory<byte>)Node((ulong)seed).Signing.Public.ToArray()), node.Signing).Bytes.ToArray();
    }

    private static IEnumerable<byte[]> Revocations()
    {
        NodeIdentity node = Node(1);
        LayerId layer = RootSet.Begin(Name.Parse("net"), node.Signing).Layer;
        foreach (int count in new[] { 0, 1, 20 })
        {
            yield return RevocationList.Sign(
                node.Signing, layer, 7, DateTimeOffset.UnixEpoch, Enumerable.Range(1, count).Select(number => new Serial((UInt128)number << 100))).Bytes.ToArray();
        }
    }

    private static IEnumerable<byte[]> Memberships()
    {
        Credential[] all = [.. Credentials()];
        NodeIdentity node = Node(1);
        LayerTrust trust = LayerTrust.In(RootSet.Begin(Name.Parse("net"), node.Signing));
        yield return new Membership(Name.Parse("net"), trust).Write();
        RevocationList list = RevocationList.Sign(node.Signing, trust.Layer, 1, DateTimeOffset.UnixEpoch, [all[0].Serial]);
        yield return new Membership(Name.Parse("net"), trust.With(list), new CredentialChain(all[0]), all[2]).Write();
    }
}

using Lamina.Core;
using Lamina.Security.Credentials;
using Lamina.Security.Handshake;
using Lamina.Security.Identities;
using Lamina.Security.Tickets;

namespace Lamina.Fuzz;

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
        ["server proof"] = () => [Member(1).Vouch(NameHash.Of(Name.Parse("oping"), HashAlgorithmId.Sha3_256), 42)],
        ["node request"] = () => [NodeRequest.Of(Node(1)).Bytes.ToArray()],
        ["ticket"] = () => Tickets().SelectMany(ticket => (byte[][])[ticket.Write(), System.Text.Encoding.Latin1.GetBytes(ticket.ToString())]),
        ["renewal request"] = () => [Renewal().Write()],
        ["claim: welcome"] = () => Memberships().Select(membership => (byte[])[1, 2, (byte)'n', (byte)'1', .. membership]),
        ["claim: inviter"] = () => Roots().Zip(Chains()).Select(both => (byte[])[(byte)(both.First.Length >> 8), (byte)both.First.Length, .. both.First, .. both.Second]),
        ["identity"] = () => [IdentityCodec.Write(Node(1))],
    };

    public static IEnumerable<byte[]> Of(string decoder) => Makers.TryGetValue(decoder, out Func<IEnumerable<byte[]>>? make) ? make() : [];

    /// <summary>A member of a layer whose root is the first member.</summary>
    public static LayerCredentials Member(ulong seed, Security.Primitives.IKeyAgreement? x25519 = null)
    {
        NodeIdentity root = Node(1);
        NodeIdentity node = NodeIdentity.New(new SeededRandom(seed), x25519);
        RootSet roots = RootSet.Begin(Name.Parse("net"), root.Signing);
        var terms = new CredentialTerms(
            roots.Layer, node.Signing.Public.ToArray(), node.PublicAgreements, Rights.Member | Rights.AnyName, [], DateTimeOffset.UnixEpoch.AddYears(50),
            TimeSpan.FromDays(10_000));
        return new LayerCredentials(node, new CredentialChain(Credential.Issue(root.Signing, terms)), LayerTrust.In(roots));
    }

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

    private static RenewalRequest Renewal()
    {
        NodeIdentity node = Node(1);
        LayerId layer = RootSet.Begin(Name.Parse("net"), node.Signing).Layer;
        var terms = new CredentialTerms(
            layer, node.Signing.Public.ToArray(), node.PublicAgreements, Rights.Member, [], DateTimeOffset.UnixEpoch.AddYears(56), TimeSpan.FromDays(365));
        return new RenewalRequest(new CredentialChain(Credential.Issue(node.Signing, terms)), NodeRequest.Of(node));
    }

    private static IEnumerable<Ticket> Tickets()
    {
        RootsFingerprint roots = RootsFingerprint.Of(RootSet.Begin(Name.Parse("net"), Node(1).Signing));
        UdpEndpoint[] places = [UdpEndpoint.FromIPv4(0xC0000201, 3435), new UdpEndpoint((UInt128)0x20010DB8 << 96, 3435)];
        foreach (int count in new[] { 1, 2 })
        {
            yield return new Ticket(Name.Parse("net"), places[^count..], roots, 7, new byte[TicketSecret.Length], DateTimeOffset.UnixEpoch.AddYears(56));
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

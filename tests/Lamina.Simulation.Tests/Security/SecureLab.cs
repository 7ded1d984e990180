using Lamina.Core;
using Lamina.Ipc;
using Lamina.Ipc.Udp;
using Lamina.Ipc.Unicast;
using Lamina.Ipc.Unicast.Adjacencies;
using Lamina.Security.Credentials;
using Lamina.Security.Handshake;
using Lamina.Security.Identities;
using Lamina.Security.Primitives;
using Lamina.Simulation.Links;

namespace Lamina.Simulation.Tests.Security;

/// <summary>Hosts in a row over UDP, and a layer with an authority: every port is watched.</summary>
internal sealed class SecureLab : IDisposable
{
    public const Rights Any = Rights.Member | Rights.AnyName;

    private readonly SeededRandom _random;
    private readonly List<NodeIdentity> _nodes = [];

    public SecureLab(ulong seed, int hosts, Func<int, SimulatedHost, IDatagramPort, IDatagramPort>? wrap = null)
    {
        _random = new SeededRandom(seed);
        Root = SigningKey.New(_random);
        Roots = RootSet.Begin(Name.Parse("net"), Root);
        Lab = new Lab(seed, hosts);
        SimulatedDatagramPort[] ports = [.. Lab.Hosts.Select(host => host.OpenPort(3435))];
        Links = [.. Enumerable.Range(1, hosts - 1).Select(i => Lab.Network.Link(ports[i - 1], ports[i], new LinkProfile()))];
        Spies = [.. ports.Select(port => new SpyPort(port))];
        for (int i = 0; i < hosts; i++)
        {
            UdpEndpoint[] peers = [.. new[] { i - 1, i + 1 }.Where(j => j >= 0 && j < hosts).Select(j => ports[j].Local)];
            SimulatedHost host = Lab.Hosts[i];
            Assert.Equal(Outcome.Ok, host.Irm.Add(new UdpIpcProcess("ip", new UdpSettings { Layer = "ip", Peers = peers }, wrap?.Invoke(i, host, Spies[i]) ?? Spies[i], host.Irm)));
        }
    }

    public Lab Lab { get; }

    public SigningKey Root { get; }

    public RootSet Roots { get; }

    public SimulatedLink[] Links { get; }

    public SpyPort[] Spies { get; }

    public Instant Now => Lab.Now;

    public SimulatedHost Host(int i) => Lab.Hosts[i];

    /// <summary>Bootstraps on the first host, and enrols the others one after the other.</summary>
    public UnicastIpcProcess[] MakeLayer(Func<int, LayerCredentials>? credentials = null, string directory = "dht")
    {
        var members = new UnicastIpcProcess[Lab.Hosts.Count];
        for (int i = 0; i < members.Length; i++)
        {
            members[i] = Lab.New(i, $"net.{i}");
            var security = new LayerSecurity(credentials?.Invoke(i) ?? Member(), [P256.Instance]);
            if (i == 0)
            {
                var parameters = new UnicastParameters(Name.Parse("net")) { Security = security, Directory = directory };
                Assert.Equal(Outcome.Ok, Lab.Run(0, sink => members[0].Bootstrap(parameters, sink, Now)));
            }
            else
            {
                Assert.Equal(Outcome.Ok, Enrol(i, members[i], $"net.{i - 1}", security));
                Connect(i, members[i], $"net.{i - 1}");
            }

            Lab.Publish(i, $"net.{i}", members[i], "ip");
        }

        Lab.AwaitRoutes(Duration.FromSeconds(20), members);
        return members;
    }

    public Outcome Enrol(int host, UnicastIpcProcess process, string through, LayerSecurity? security, bool isInsecure = false)
    {
        var wish = new EnrolmentParameters(Name.Parse(through)) { Security = security, IsInsecure = isInsecure };
        return Lab.Run(host, sink => process.Enrol(wish, sink, Now));
    }

    public void Connect(int host, UnicastIpcProcess process, string to) =>
        Assert.Equal(Outcome.Ok, Lab.Run(host, sink => process.Connect(Name.Parse(to), ConnectionComponents.All, sink, Now)));

    /// <summary>A member of the layer, or of another root's.</summary>
    public LayerCredentials Member(
        Rights rights = Any, DateTimeOffset? from = null, TimeSpan? life = null, SigningKey? root = null, params string[] names)
    {
        NodeIdentity node = NodeIdentity.New(_random, null);
        _nodes.Add(node);
        var terms = new CredentialTerms(
            Roots.Layer,
            node.Signing.Public.ToArray(),
            node.PublicAgreements,
            rights,
            [.. names.Select(name => CoveredName.Of(NameHash.Of(Name.Parse(name), HashAlgorithmId.Sha3_256))).Order()],
            from ?? SimulatedWallClock.Epoch.AddDays(-1),
            life ?? TimeSpan.FromDays(365));
        return new LayerCredentials(node, new CredentialChain(Credential.Issue(root ?? Root, terms)), LayerTrust.In(Roots));
    }

    public SigningKey NewRoot() => SigningKey.New(_random);

    public void Dispose()
    {
        Lab.Dispose();
        Root.Dispose();
        _nodes.ForEach(node => node.Dispose());
    }
}

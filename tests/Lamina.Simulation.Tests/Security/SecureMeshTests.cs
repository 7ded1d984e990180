using System.Diagnostics;
using Lamina.Core;
using Lamina.Ipc;
using Lamina.Ipc.Unicast;
using Lamina.Security.Credentials;
using Lamina.Security.Handshake;
using Lamina.Security.Identities;
using Lamina.Security.Primitives;
using Lamina.Simulation.Links;

namespace Lamina.Simulation.Tests.Security;

/// <summary>A mesh of proved members joins, converges, loses one, and recovers; and what that costs beside an insecure one.</summary>
public sealed class SecureMeshTests(ITestOutputHelper output)
{
    private const int Members = 30;

    [Fact]
    public void Thirty_members_join_converge_lose_one_and_recover()
    {
        (Duration Joined, long Datagrams, long Bytes) insecure = Run(isSecure: false);
        (Duration Joined, long Datagrams, long Bytes) secure = Run(isSecure: true);
        output.WriteLine($"datagrams {(double)secure.Datagrams / insecure.Datagrams:F2}, bytes {(double)secure.Bytes / insecure.Bytes:F2} of insecure");
        Assert.True(secure.Joined < insecure.Joined * 3);
        Assert.True(secure.Bytes < insecure.Bytes * 8);
    }

    private (Duration Joined, long Datagrams, long Bytes) Run(bool isSecure)
    {
        using var root = new Authority(77);
        using var mesh = new Mesh(77, Members, Members, new LinkProfile());
        long started = Stopwatch.GetTimestamp();
        mesh.MakeLayer("link-state", isSecure ? _ => root.Member() : null);
        Assert.True(mesh.Network.RunUntil(() => mesh.IsConverged, Duration.FromSeconds(30)));
        Duration joined = mesh.Network.Now - Instant.Zero;
        (long datagrams, long bytes) = Count(mesh);
        output.WriteLine(
            $"secure {isSecure}: joined and converged after {joined}, {datagrams} datagrams, {bytes} bytes, {Stopwatch.GetElapsedTime(started).TotalSeconds:F2} s of real time");

        mesh.Network.RunFor(Duration.FromSeconds(60));
        (long idleDatagrams, long idleBytes) = Count(mesh);
        output.WriteLine($"secure {isSecure}: idle for 60 s: {idleDatagrams - datagrams} datagrams, {idleBytes - bytes} bytes");

        // One falls silent, and comes back.
        const int lost = Members / 2;
        (int A, int B, SimulatedLink Link)[] links = [.. mesh.Links.Where(link => link.A == lost || link.B == lost)];
        Array.ForEach(links, link => link.Link.IsCut = true);
        Instant cut = mesh.Network.Now;
        Assert.True(mesh.Network.RunUntil(() => mesh.Members.All(member => member == mesh.Members[lost] || Knows(member) <= Members - 2), Duration.FromSeconds(30)));
        output.WriteLine($"secure {isSecure}: out of all routes after {mesh.Network.Now - cut}");
        Array.ForEach(links, link => link.Link.IsCut = false);
        Instant healed = mesh.Network.Now;
        Assert.True(mesh.Network.RunUntil(() => mesh.IsConverged, Duration.FromSeconds(60)));
        output.WriteLine($"secure {isSecure}: back in all routes after {mesh.Network.Now - healed}");
        return (joined, datagrams, bytes);
    }

    private static int Knows(UnicastIpcProcess member) => member.Routes.Count;

    private static (long Datagrams, long Bytes) Count(Mesh mesh) => (
        mesh.Ports.Sum(port => port.Datagrams), mesh.Ports.Sum(port => port.Bytes));

    private sealed class Authority(ulong seed) : IDisposable
    {
        private readonly SeededRandom _random = new(seed);
        private readonly List<NodeIdentity> _nodes = [];
        private SigningKey? _root;
        private RootSet? _roots;

        public LayerSecurity Member()
        {
            _root ??= SigningKey.New(_random);
            _roots ??= RootSet.Begin(Name.Parse("net"), _root);
            NodeIdentity node = NodeIdentity.New(_random, null);
            _nodes.Add(node);
            var terms = new CredentialTerms(
                _roots.Layer, node.Signing.Public.ToArray(), node.PublicAgreements, SecureLab.Any, [], SimulatedWallClock.Epoch.AddDays(-1), TimeSpan.FromDays(365));
            return new LayerSecurity(new LayerCredentials(node, new CredentialChain(Credential.Issue(_root, terms)), LayerTrust.In(_roots)), [P256.Instance]);
        }

        public void Dispose()
        {
            _nodes.ForEach(node => node.Dispose());
            _root?.Dispose();
        }
    }
}

using System.Net;
using Lamina.Bearers.Crypto;
using Lamina.Core;
using Lamina.Ipc;
using Lamina.Ipc.Unicast;
using Lamina.Ipc.Unicast.Adjacencies;
using Lamina.Node;
using Lamina.Security.Credentials;
using Lamina.Security.Handshake;
using Lamina.Security.Identities;
using Lamina.Security.Primitives;

namespace Lamina.Tests.Udp;

/// <summary>Two daemons' stacks over UDP on the loopback interface, and a layer with an authority between them.</summary>
internal sealed class SecureStacks : IAsyncDisposable
{
    private readonly string _directory = Path.Combine(Path.GetTempPath(), $"lamina-test-{Guid.NewGuid():N}");
    private readonly SeededRandom _random = new((ulong)Environment.TickCount64);
    private readonly SigningKey _root;
    private readonly RootSet _roots;

    private SecureStacks()
    {
        _root = SigningKey.New(_random);
        _roots = RootSet.Begin(Name.Parse("net"), _root);
        First = new StackNode(new StackOptions { Name = "first", AttachDirectory = Path.Combine(_directory, "first") });
        Second = new StackNode(new StackOptions { Name = "second", AttachDirectory = Path.Combine(_directory, "second") });
    }

    public StackNode First { get; }

    public StackNode Second { get; }

    public LayerCredentials? FirstCredentials { get; private set; }

    public LayerCredentials? SecondCredentials { get; private set; }

    public static async Task<SecureStacks> StartAsync(params string[] names)
    {
        var stacks = new SecureStacks();
        stacks.First.Start();
        stacks.Second.Start();
        await UdpStacks.BootstrapAsync(stacks.First.Management, []);
        IPEndPoint local = (await stacks.First.Management.Ipcps.ListPortsAsync())[0].Local;
        await UdpStacks.BootstrapAsync(stacks.Second.Management, [local]);
        stacks.FirstCredentials = stacks.NewMember();
        stacks.SecondCredentials = stacks.NewMember();
        var parameters = new UnicastParameters(Name.Parse("net")) { Security = Of(stacks.FirstCredentials), LowerMaxPacketSize = 1444 };
        TestStacks.AssertOk(await stacks.First.Management.Ipcps.CreateAsync("net.a", IpcProcessKind.Unicast));
        TestStacks.AssertOk(await stacks.First.Management.Ipcps.BootstrapUnicastAsync("net.a", parameters));
        TestStacks.AssertOk(await stacks.First.Management.Names.BindIpcpAsync(Name.Parse("member"), "net.a"));
        TestStacks.AssertOk(await stacks.First.Management.Names.RegisterAsync(Name.Parse("member"), "internet"));
        TestStacks.AssertOk(await stacks.JoinAsync("net.b", Of(stacks.SecondCredentials)));
        TestStacks.AssertOk(await stacks.Second.Management.Ipcps.ConnectAsync("net.b", Name.Parse("member"), ConnectionComponents.All));
        foreach (string name in names)
        {
            TestStacks.AssertOk(await stacks.First.Management.Names.RegisterAsync(Name.Parse(name), "net"));
        }

        return stacks;
    }

    public async Task<Outcome> JoinAsync(string ipcp, LayerSecurity? security)
    {
        TestStacks.AssertOk(await Second.Management.Ipcps.CreateAsync(ipcp, IpcProcessKind.Unicast));
        return await Second.Management.Ipcps.EnrolAsync(
            ipcp, new EnrolmentParameters(Name.Parse("member")) { Security = security, IsInsecure = security is null });
    }

    public Task<NetworkStack> AttachFirstAsync() => NetworkStack.OpenAsync(Path.Combine(_directory, "first"));

    public Task<NetworkStack> AttachSecondAsync() => NetworkStack.OpenAsync(Path.Combine(_directory, "second"));

    public async ValueTask DisposeAsync()
    {
        await Second.StopAsync();
        await First.StopAsync();
        _root.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    private static LayerSecurity Of(LayerCredentials credentials) =>
        new(credentials, X25519.Instance is { } curve ? [curve, P256.Instance] : [P256.Instance]);

    private LayerCredentials NewMember()
    {
        NodeIdentity node = NodeIdentity.New(_random, X25519.Instance);
        var terms = new CredentialTerms(
            _roots.Layer, node.Signing.Public.ToArray(), node.PublicAgreements, Rights.Member | Rights.AnyName, [],
            DateTimeOffset.FromUnixTimeSeconds(DateTimeOffset.UtcNow.AddHours(-1).ToUnixTimeSeconds()), TimeSpan.FromDays(1));
        return new LayerCredentials(node, new CredentialChain(Credential.Issue(_root, terms)), LayerTrust.In(_roots));
    }
}

// A unicast layer that follows two policies of this program's own, on a bearer of its own; and a ping through it.
using System.Diagnostics;
using System.Net;
using CustomPolicies;
using Lamina;
using Lamina.Core;
using Lamina.Ipc;
using Lamina.Ipc.Unicast;
using Lamina.Ipc.Unicast.Adjacencies;
using Lamina.Node.Management;

string directory = Directory.CreateTempSubdirectory("lamina-sample-").FullName;
try
{
    await using NetworkStack left = await NetworkStack.StartAsync(Extensions.Options("left", directory));
    await using NetworkStack right = await NetworkStack.StartAsync(Extensions.Options("right", directory));
    await BootstrapAsync(left, 7);
    await BootstrapAsync(right, 8, 7);

    // The left stack makes the layer; the right one joins, if it has the same policies.
    var member = Name.Parse("left-member");
    Must(await left.Management.Ipcps.CreateAsync("net", IpcProcessKind.Unicast));
    Must(await left.Management.Ipcps.BootstrapUnicastAsync("net", Extensions.Layer("net")));
    Must(await left.Management.Names.BindIpcpAsync(member, "net"));
    Must(await left.Management.Names.RegisterAsync(member, "sockets"));
    Must(await right.Management.Ipcps.CreateAsync("net", IpcProcessKind.Unicast));
    Must(await right.Management.Ipcps.EnrolAsync("net", new EnrolmentParameters(member) { IsInsecure = true }));
    Must(await right.Management.Ipcps.ConnectAsync("net", member, ConnectionComponents.All));
    Must(await left.Management.Names.RegisterAsync(Name.Parse("echo"), "net"));

    await using FlowListener listener = await left.ListenAsync("echo");
    Task serving = EchoAsync(listener);
    await using (Flow flow = await right.AllocateAsync("echo", layer: "net"))
    {
        byte[] buffer = new byte[64];
        for (int i = 0; i < 4; i++)
        {
            long began = Stopwatch.GetTimestamp();
            await flow.WriteAsync("ping"u8.ToArray());
            ReadResult read = await flow.ReadAsync(buffer);
            Console.WriteLine($"{read.Length} bytes from echo: seq={i} time={Stopwatch.GetElapsedTime(began).TotalMilliseconds:0.000} ms");
        }
    }

    await serving;
    Console.WriteLine($"layer net: routing {FewestHops.PolicyName}, directory {EverybodyKnows.PolicyName}, over {UnixPorts.Name} sockets");
}
finally
{
    Directory.Delete(directory, recursive: true);
}

static async Task BootstrapAsync(NetworkStack stack, int port, params int[] peers)
{
    Must(await stack.Management.Ipcps.CreateAsync("sockets", IpcProcessKind.Udp));
    Must(await stack.Management.Ipcps.BootstrapUdpAsync("sockets", new UdpParameters("sockets", new IPEndPoint(IPAddress.Loopback, port))
    {
        Technology = UnixPorts.Name,
        Peers = [.. peers.Select(peer => new IPEndPoint(IPAddress.Loopback, peer))],
        IsInsecure = true,
    }));
}

static async Task EchoAsync(FlowListener listener)
{
    await using Flow flow = await listener.AcceptAsync();
    byte[] buffer = new byte[64];
    for (ReadResult read = await flow.ReadAsync(buffer); !read.IsEndOfFlow; read = await flow.ReadAsync(buffer))
    {
        await flow.WriteAsync(buffer.AsMemory(0, read.Length));
    }
}

static void Must(Outcome outcome)
{
    if (!outcome.IsOk)
    {
        throw new InvalidOperationException($"{outcome.Message}; try: {outcome.Hint}");
    }
}

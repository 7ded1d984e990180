using System.Net;
using System.Runtime.InteropServices;
using Lamina.Bearers.Edges;
using Lamina.Core;
using Lamina.Ipc;
using Lamina.Node.Management;

namespace Lamina.Children;

/// <summary>Two embedded stacks in a process where the C library cannot be called: what they do elsewhere than on Linux.</summary>
internal static class WithoutLibC
{
    public static async Task RunAsync()
    {
        NativeLibrary.SetDllImportResolver(typeof(SystemEdge).Assembly, (name, _, _) => name == "libc"
            ? throw new DllNotFoundException("the C library was called")
            : IntPtr.Zero);
        await using NetworkStack serving = await NetworkStack.StartAsync();
        await using NetworkStack asking = await NetworkStack.StartAsync();
        await JoinAsync(serving);
        await JoinAsync(asking, (await serving.Management.Ipcps.ListPortsAsync())[0].Local);
        Check(await serving.Management.Names.RegisterAsync(Name.Parse("n"), "internet"));
        await using FlowListener listener = await serving.ListenAsync("n");
        await using Flow client = await asking.AllocateAsync("n");
        await using Flow server = await listener.AcceptAsync();
        byte[] buffer = new byte[100];

        // Calls that block take the loop's place after a few: both ways of waiting are gone through.
        for (int i = 0; i < 200; i++)
        {
            client.Write("hello over udp without libc"u8);
            int length = server.Read(buffer).Length;
            server.Write(buffer.AsSpan(0, length));
            _ = client.Read(buffer);
        }

        Console.WriteLine(System.Text.Encoding.UTF8.GetString(buffer, 0, "hello over udp without libc".Length));
    }

    private static async Task JoinAsync(NetworkStack stack, params IPEndPoint[] peers)
    {
        Check(await stack.Management.Ipcps.CreateAsync("u", IpcProcessKind.Udp));
        Check(await stack.Management.Ipcps.BootstrapUdpAsync(
            "u", new UdpParameters("internet", new IPEndPoint(IPAddress.Loopback, 0)) { Peers = [.. peers], IsInsecure = true }));
    }

    private static void Check(Outcome outcome)
    {
        if (!outcome.IsOk)
        {
            throw new InvalidOperationException(outcome.Message);
        }
    }
}

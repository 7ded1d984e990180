using System.Globalization;
using System.Net;
using Lamina.Core;
using Lamina.Node;

namespace Lamina.Bench.Networks;

/// <summary>A daemon with a udp layer, in a process of its own.</summary>
internal sealed class DaemonProcess : IDisposable
{
    public const string Command = "daemon";

    private readonly ChildProcess _process;

    private DaemonProcess(ChildProcess process, string directory) => (_process, Directory) = (process, directory);

    /// <summary>Where programs attach.</summary>
    public string Directory { get; }

    /// <summary>Of its udp layer.</summary>
    public int Port => int.Parse(_process.Ready, CultureInfo.InvariantCulture);

    public TimeSpan ProcessorTime => _process.ProcessorTime;

    /// <summary>Starts one that serves the names, and knows a peer's port where that is not 0.</summary>
    public static DaemonProcess Start(int peerPort, params string[] names)
    {
        string directory = Path.Combine(Path.GetTempPath(), $"lamina-bench-{Guid.NewGuid():N}");
        return new DaemonProcess(new ChildProcess([Command, directory, peerPort.ToString(CultureInfo.InvariantCulture), .. names]), directory);
    }

    /// <summary>What the other process does.</summary>
    public static async Task<int> RunAsync(string[] arguments)
    {
        Task parent = ChildProcess.WaitForParentAsync();
        string directory = arguments[1];
        int peerPort = int.Parse(arguments[2], CultureInfo.InvariantCulture);
        IPEndPoint[] peers = peerPort == 0 ? [] : [new IPEndPoint(IPAddress.Loopback, peerPort)];
        using var node = new StackNode(new StackOptions { Name = "daemon", AttachDirectory = directory });
        node.Start();
        IPEndPoint local = await Setup.JoinBearerAsync(node.Management, peers);
        foreach (string name in arguments[3..])
        {
            Setup.Check(await node.Management.Names.RegisterAsync(Name.Parse(name), Setup.Bearer));
        }

        Console.WriteLine(local.Port.ToString(CultureInfo.InvariantCulture));
        await parent;
        await node.StopAsync();
        System.IO.Directory.Delete(directory, recursive: true);
        return 0;
    }

    public void Dispose() => _process.Dispose();
}

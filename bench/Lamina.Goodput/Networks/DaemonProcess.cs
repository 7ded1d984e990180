using System.Diagnostics;
using System.Globalization;
using System.Net;
using Lamina.Core;
using Lamina.Node;

namespace Lamina.Goodput.Networks;

/// <summary>This program once more, as a daemon with a udp layer. It ends with its standard input, so it never outlives its parent.</summary>
internal sealed class DaemonProcess : IDisposable
{
    public const string Command = "daemon";

    private readonly Process _process;

    private DaemonProcess(Process process, string directory, int port) => (_process, Directory, Port) = (process, directory, port);

    /// <summary>Where programs attach.</summary>
    public string Directory { get; }

    public int Port { get; }

    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Starts one that serves the names, and knows a peer's port where that is not 0.</summary>
    public static DaemonProcess Start(int peerPort, params string[] names)
    {
        string directory = Path.Combine(Path.GetTempPath(), $"lamina-goodput-{Guid.NewGuid():N}");
        string[] arguments = [Command, directory, peerPort.ToString(CultureInfo.InvariantCulture), .. names];
        var start = new ProcessStartInfo(Environment.ProcessPath!, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true };
        Process process = Process.Start(start)!;
        string port = process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("the daemon did not start");
        return new DaemonProcess(process, directory, int.Parse(port, CultureInfo.InvariantCulture));
    }

    /// <summary>What the other process does.</summary>
    public static async Task<int> RunAsync(string[] arguments)
    {
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
        while (await Console.In.ReadLineAsync() is not null)
        {
        }

        await node.StopAsync();
        System.IO.Directory.Delete(directory, recursive: true);
        return 0;
    }

    public void Dispose()
    {
        _process.StandardInput.Dispose();
        _process.WaitForExit();
        _process.Dispose();
    }
}

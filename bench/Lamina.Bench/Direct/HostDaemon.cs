using System.Globalization;
using Lamina.Bench.Networks;
using Lamina.Core;
using Lamina.Ipc;
using Lamina.Ipc.Unicast;
using Lamina.Node;

namespace Lamina.Bench.Direct;

/// <summary>A daemon with a unicast layer of one member, in a process of its own.</summary>
internal sealed class HostDaemon : IDisposable
{
    public const string Command = "host-daemon";

    /// <summary>The layer; all names are registered there.</summary>
    public const string Layer = "net";

    private const int Names = 64;

    private readonly ChildProcess _process;

    private HostDaemon(ChildProcess process, string directory) => (_process, Directory) = (process, directory);

    /// <summary>Where programs attach.</summary>
    public string Directory { get; }

    public TimeSpan ProcessorTime => _process.ProcessorTime;

    public static string NameOf(int number) => string.Create(CultureInfo.InvariantCulture, $"n{number}");

    public static HostDaemon Start(bool isSharing)
    {
        string directory = Path.Combine(Path.GetTempPath(), $"lamina-bench-{Guid.NewGuid():N}");
        return new HostDaemon(new ChildProcess(Command, directory, isSharing.ToString()), directory);
    }

    /// <summary>What the other process does.</summary>
    public static async Task<int> RunAsync(string[] arguments)
    {
        Task parent = ChildProcess.WaitForParentAsync();
        string directory = arguments[1];
        var options = new StackOptions { Name = "daemon", AttachDirectory = directory };
        using var node = new StackNode(bool.Parse(arguments[2]) ? options : options with { DirectRingCapacity = 0 });
        node.Start();
        Setup.Check(await node.Management.Ipcps.CreateAsync("m", IpcProcessKind.Unicast));
        Setup.Check(await node.Management.Ipcps.BootstrapUnicastAsync("m", new UnicastParameters(Name.Parse(Layer)) { IsInsecure = true }));
        for (int i = 0; i < Names; i++)
        {
            Setup.Check(await node.Management.Names.RegisterAsync(Name.Parse(NameOf(i)), Layer));
        }

        Console.WriteLine("ready");
        await parent;
        await node.StopAsync();
        System.IO.Directory.Delete(directory, recursive: true);
        return 0;
    }

    public void Dispose() => _process.Dispose();
}

using System.Globalization;
using System.Net;
using Lamina.Node;

namespace Lamina.Bench.Networks;

/// <summary>A stack for programs, or one that only forwards, in a process of its own.</summary>
internal sealed class NodeProcess : IDisposable
{
    public const string Command = "node";

    /// <summary>Says that programs of the stack share no memory with each other.</summary>
    public const string Apart = "apart";

    /// <summary>Says that they share none with the stack either: packets go over the socket.</summary>
    public const string OverSocket = "over-socket";

    private readonly ChildProcess _process;

    private NodeProcess(ChildProcess process, string directory) => (_process, Directory) = (process, directory);

    /// <summary>Where programs attach.</summary>
    public string Directory { get; }

    /// <summary>Of its bearers, in their order.</summary>
    public IReadOnlyList<IPEndPoint> Places => [.. _process.Ready.Split(' ').Skip(1).Select(IPEndPoint.Parse)];

    public TimeSpan ProcessorTime => _process.ProcessorTime;

    public static string NameOf(int number) => string.Create(CultureInfo.InvariantCulture, $"n{number}");

    /// <summary>Starts one that takes the steps, the first of which may be <see cref="Apart"/> or <see cref="OverSocket"/>.</summary>
    public static NodeProcess Start(Host host, params string[] steps)
    {
        string directory = Path.Combine(Path.GetTempPath(), $"lamina-bench-{Guid.NewGuid():N}");
        return new NodeProcess(host.Inside(() => new ChildProcess([Command, directory, .. steps])), directory);
    }

    /// <summary>What the other process does.</summary>
    public static async Task<int> RunAsync(string[] arguments)
    {
        Task parent = ChildProcess.WaitForParentAsync(_ => GC.GetTotalMemory(forceFullCollection: true).ToString(CultureInfo.InvariantCulture));
        string directory = arguments[1];
        string[] steps = arguments[2..];
        bool isApart = steps is [Apart or OverSocket, ..];
        var options = new StackOptions { Name = "node", AttachDirectory = directory };
        using var node = new StackNode(steps[0] switch
        {
            Apart => options with { DirectRingCapacity = 0 },
            OverSocket => options with { AttachRingCapacity = 0 },
            _ => options,
        });
        node.Start();
        foreach (string step in isApart ? steps[1..] : steps)
        {
            await Steps.TakeAsync(node.Management, step);
        }

        Console.WriteLine($"ready {string.Join(' ', (await node.Management.Ipcps.ListPortsAsync()).Select(port => port.Local))}".TrimEnd());
        await parent;
        await node.StopAsync();
        System.IO.Directory.Delete(directory, recursive: true);
        return 0;
    }

    /// <summary>Bytes of objects that are alive there.</summary>
    public long AskHeap() => long.Parse(_process.Ask("heap"), CultureInfo.InvariantCulture);

    public void Dispose() => _process.Dispose();
}

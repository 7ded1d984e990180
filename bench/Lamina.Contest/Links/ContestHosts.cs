using System.Diagnostics;

namespace Lamina.Contest.Links;

/// <summary>Two network namespaces, each with one end of the link. They go with this object.</summary>
internal sealed class ContestHosts : IDisposable
{
    public const string LeftAddress = "10.77.0.1";
    public const string RightAddress = "10.77.0.2";

    private readonly string _left = $"contest{Environment.ProcessId}a";
    private readonly string _right = $"contest{Environment.ProcessId}b";

    public ContestHosts()
    {
        if (Environment.UserName != "root")
        {
            throw new ContestException("network namespaces and /dev/net/tun need root");
        }

        Left = new TunDevice($"ct{Environment.ProcessId % 100000}a", _left);
        Right = new TunDevice($"ct{Environment.ProcessId % 100000}b", _right);
    }

    public TunDevice Left { get; }

    public TunDevice Right { get; }

    /// <summary>Gives each end its address. The devices stay where their descriptors are, whatever namespace they move to.</summary>
    public void Configure()
    {
        foreach ((TunDevice device, string address) in new[] { (Left, LeftAddress), (Right, RightAddress) })
        {
            Ip("netns", "add", device.Host);
            Ip("link", "set", device.Name, "netns", device.Host);
            Ip("-n", device.Host, "addr", "add", $"{address}/24", "dev", device.Name);
            Ip("-n", device.Host, "link", "set", "lo", "up");
            Ip("-n", device.Host, "link", "set", device.Name, "mtu", "1500", "txqueuelen", "1000", "up");
        }
    }

    public void Dispose()
    {
        Left.Dispose();
        Right.Dispose();
        foreach (string host in new[] { _left, _right })
        {
            using Process? process = Process.Start("ip", ["netns", "del", host]);
            process?.WaitForExit();
        }
    }

    private static void Ip(params string[] words)
    {
        using Process process = Process.Start("ip", words) ?? throw new ContestException("iproute2 is missing");
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new ContestException($"ip {string.Join(' ', words)}: exit {process.ExitCode}");
        }
    }
}

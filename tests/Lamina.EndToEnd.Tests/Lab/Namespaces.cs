using System.Diagnostics;

namespace Lamina.EndToEnd.Tests.Lab;

/// <summary>Network namespaces of this test run, joined by veth pairs; all of them go with it.</summary>
internal sealed class Namespaces : IDisposable
{
    private static int _made;

    // Tests run side by side, so a number of this process; and a process of the same id may have left some, so a random part.
    private readonly string _prefix = $"lam{Environment.ProcessId}x{Interlocked.Increment(ref _made)}x{Random.Shared.Next(1 << 24):x6}";
    private readonly List<string> _names = [];
    private int _links;

    /// <summary>
    /// Skips the calling test where namespaces cannot be had, and says why; fails it where they must be there.
    /// </summary>
    public static void Require()
    {
        string? missing = !OperatingSystem.IsLinux() ? "this is not Linux"
            : Environment.UserName != "root" ? "network namespaces need root"
            : Run("ip", "netns", "list").ExitCode != 0 ? "the command 'ip' of iproute2 is missing or may not use namespaces"
            : null;
        if (missing is null)
        {
            return;
        }

        Assert.False(Environment.GetEnvironmentVariable("LAMINA_REQUIRE_NAMESPACES") == "1", missing);
        Assert.Skip(missing);
    }

    public string Add(string host)
    {
        string name = $"{_prefix}{host}";
        Run("ip", "netns", "add", name).MustSucceed();
        _names.Add(name);
        Run("ip", "-n", name, "link", "set", "lo", "up").MustSucceed();
        return name;
    }

    /// <summary>Joins two namespaces by a veth pair with an address at each end, of either family. Returns the left one's device.</summary>
    public string Link(string left, string leftAddress, string right, string rightAddress, int? mtu = null)
    {
        string leftDevice = $"v{_links}l";
        string rightDevice = $"v{_links++}r";
        Run("ip", "-n", left, "link", "add", leftDevice, "type", "veth", "peer", "name", rightDevice, "netns", right).MustSucceed();
        Run(["ip", "-n", left, "addr", "add", WithPrefix(leftAddress), "dev", leftDevice, .. NoDetection(leftAddress)]).MustSucceed();
        Run(["ip", "-n", right, "addr", "add", WithPrefix(rightAddress), "dev", rightDevice, .. NoDetection(rightAddress)]).MustSucceed();
        if (mtu is { } bytes)
        {
            Run("ip", "-n", left, "link", "set", leftDevice, "mtu", $"{bytes}").MustSucceed();
            Run("ip", "-n", right, "link", "set", rightDevice, "mtu", $"{bytes}").MustSucceed();
        }

        Run("ip", "-n", left, "link", "set", leftDevice, "up").MustSucceed();
        Run("ip", "-n", right, "link", "set", rightDevice, "up").MustSucceed();
        return leftDevice;
    }

    /// <summary>The name here of a host that a page calls by a letter.</summary>
    public string NameOf(string host) => $"{_prefix}{host}";

    /// <summary>Runs a line of `ip` as a page has it: hosts are called by letters there, and by their names here.</summary>
    public void Type(string line)
    {
        string[] words = [.. line.Split(' ').Select(word => word is [>= 'a' and <= 'z'] ? NameOf(word) : word)];
        if (words is ["ip", "netns", "add", var name])
        {
            _names.Add(name);
        }

        Run(words).MustSucceed();
    }

    public static void SetLink(string name, string device, bool up) =>
        Run("ip", "-n", name, "link", "set", device, up ? "up" : "down").MustSucceed();

    /// <summary>What programs of a namespace find in /etc/hosts; before its first program is started, and again at any time.</summary>
    public static void SetHosts(string name, params string[] lines)
    {
        Directory.CreateDirectory(DirectoryOf(name));
        // In place: the file is mounted where a program runs.
        File.WriteAllLines(Path.Combine(DirectoryOf(name), "hosts"), lines);
    }

    public static void AddAddress(string name, string device, string address) =>
        Run(["ip", "-n", name, "addr", "add", WithPrefix(address), "dev", device]).MustSucceed();

    public static void TryAddAddress(string name, string device, string address) =>
        Run(["ip", "-n", name, "addr", "add", WithPrefix(address), "dev", device]);

    public static void RemoveAddress(string name, string device, string address) =>
        Run(["ip", "-n", name, "addr", "del", WithPrefix(address), "dev", device]).MustSucceed();

    public void Dispose()
    {
        foreach (string name in _names)
        {
            Run("ip", "netns", "del", name);
            if (Directory.Exists(DirectoryOf(name)))
            {
                Directory.Delete(DirectoryOf(name), recursive: true);
            }
        }
    }

    private static string DirectoryOf(string name) => Path.Combine("/etc/netns", name);

    private static bool IsIPv6(string address) => address.Contains(':', StringComparison.Ordinal);

    private static string WithPrefix(string address) => IsIPv6(address) ? $"{address}/64" : $"{address}/24";

    // Nobody else is on the link; without this an address may not be used for its first seconds.
    private static string[] NoDetection(string address) => IsIPv6(address) ? ["nodad"] : [];

    private static CommandResult Run(params string[] command)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(command[0], command[1..])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            string output = process.StandardOutput.ReadToEnd();
            string error = process.StandardError.ReadToEnd();
            process.WaitForExit();
            return new CommandResult(string.Join(' ', command), process.ExitCode, output, error);
        }
        catch (System.ComponentModel.Win32Exception missing)
        {
            return new CommandResult(string.Join(' ', command), 127, "", missing.Message);
        }
    }
}

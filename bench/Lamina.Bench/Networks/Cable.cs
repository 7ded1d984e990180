using System.Diagnostics;
using System.Globalization;
using System.Net;

namespace Lamina.Bench.Networks;

/// <summary>
/// Hosts in a row, with a link between each and the next: namespaces and veth pairs where this process is root, else all on loopback. They go
/// with this object.
/// </summary>
internal sealed class Cable : IDisposable
{
    /// <summary>Where the system keeps them.</summary>
    public const string Namespaces = "/var/run/netns";

    private const string Prefix = "bench";

    private static int _count;

    private readonly string[] _namespaces;

    private Cable(string[] namespaces, int hosts)
    {
        _namespaces = namespaces;
        Hosts = namespaces.Length > 0 ? [.. namespaces.Select(name => new Host(name))] : [.. Enumerable.Repeat(new Host(null), hosts)];
    }

    /// <summary>Whether hosts can be namespaces.</summary>
    public static bool IsReal { get; } = Environment.IsPrivilegedProcess && TryRun("netns", "list");

    public IReadOnlyList<Host> Hosts { get; }

    /// <summary>So many hosts, all on loopback.</summary>
    public static Cable OnLoopback(int hosts) => new([], hosts);

    /// <summary>So many hosts.</summary>
    /// <param name="hosts">2 or 3.</param>
    /// <param name="rate">Of each direction of each link, as tc says it; null: as fast as it goes.</param>
    /// <exception cref="InvalidOperationException">A rate needs namespaces.</exception>
    public static Cable Open(int hosts, string? rate = null)
    {
        if (!IsReal)
        {
            return rate is null ? new Cable([], hosts) : throw new InvalidOperationException("a shaped link needs root and network namespaces");
        }

        int number = Interlocked.Increment(ref _count);
        if (number == 1)
        {
            RemoveOld();
        }

        var wire = new Cable([.. Enumerable.Range(0, hosts).Select(host => $"{Prefix}{Environment.ProcessId}-{number}{(char)('a' + host)}")], hosts);
        try
        {
            foreach (string name in wire._namespaces)
            {
                Run("ip", "netns", "add", name);
                Run("ip", "-n", name, "link", "set", "lo", "up");
            }

            for (int link = 0; link < hosts - 1; link++)
            {
                wire.Join(link, rate);
            }

            return wire;
        }
        catch
        {
            wire.Dispose();
            throw;
        }
    }

    /// <summary>A host's address on a link; link 0 is between hosts 0 and 1.</summary>
    public IPAddress AddressOf(int host, int link) => _namespaces.Length > 0
        ? new IPAddress([10, 89, (byte)(link + 1), (byte)(host - link + 1)])
        : IPAddress.Loopback;

    public void Dispose()
    {
        foreach (string name in _namespaces)
        {
            TryRun("netns", "del", name);
        }
    }

    private void Join(int link, string? rate)
    {
        string device = string.Create(CultureInfo.InvariantCulture, $"wire{link}");
        Run("ip", "-n", _namespaces[link], "link", "add", device, "type", "veth", "peer", "name", device, "netns", _namespaces[link + 1]);
        for (int host = link; host <= link + 1; host++)
        {
            string name = _namespaces[host];
            Run("ip", "-n", name, "addr", "add", $"{AddressOf(host, link)}/24", "dev", device);
            Run("ip", "-n", name, "link", "set", device, "up");
            if (rate is not null)
            {
                Run("ip", "netns", "exec", name, "tc", "qdisc", "add", "dev", device, "root", "tbf", "rate", rate, "burst", "128k", "latency", "20ms");
            }
        }
    }

    // What a process left behind that was killed.
    private static void RemoveOld()
    {
        foreach (string name in (Directory.Exists(Namespaces) ? Directory.EnumerateFiles(Namespaces, $"{Prefix}*-*") : []).Select(file => Path.GetFileName(file)))
        {
            string process = name[Prefix.Length..name.IndexOf('-', StringComparison.Ordinal)];
            if (int.TryParse(process, CultureInfo.InvariantCulture, out int id) && !Directory.Exists($"/proc/{id}"))
            {
                TryRun("netns", "del", name);
            }
        }
    }

    private static bool TryRun(params string[] words)
    {
        try
        {
            Run("ip", words);
            return true;
        }
        catch (Exception failure) when (failure is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private static void Run(string program, params string[] words)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, words) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        string said = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program} {string.Join(' ', words)}: {said.Trim()}");
        }
    }
}

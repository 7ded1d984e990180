using System.Globalization;

namespace Lamina.EndToEnd.Tests.Hostile;

/// <summary>What the kernel says of the socket at a UDP port of this host: so that an attack is received, not dropped.</summary>
internal readonly record struct UdpQueue(long Waiting, long Dropped)
{
    /// <summary>Bytes that may wait before an attacker pauses: the kernel's default buffer holds about 200 kB.</summary>
    private const long Patience = 64 * 1024;

    public static UdpQueue Of(int port)
    {
        string local = $":{port.ToString("X4", CultureInfo.InvariantCulture)}";
        foreach (string line in File.ReadLines("/proc/net/udp"))
        {
            // sl local remote state tx:rx tr:tm retransmits uid timeout inode ref pointer drops
            string[] fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (fields[1].EndsWith(local, StringComparison.Ordinal))
            {
                long waiting = long.Parse(fields[4].Split(':')[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
                return new UdpQueue(waiting, long.Parse(fields[^1], CultureInfo.InvariantCulture));
            }
        }

        throw new InvalidOperationException($"nobody listens at UDP port {port} any more");
    }

    /// <summary>Waits until the receiver has kept up.</summary>
    public static void WaitFor(int port)
    {
        while (Of(port).Waiting > Patience)
        {
            Thread.Sleep(1);
        }
    }
}

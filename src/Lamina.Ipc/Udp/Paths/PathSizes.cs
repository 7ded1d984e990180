namespace Lamina.Ipc.Udp.Paths;

/// <summary>Lengths of datagrams, in bytes of payload, that a path is asked to carry: those that links and tunnels leave.</summary>
internal static class PathSizes
{
    /// <summary>What every path is taken to carry: any IPv6 link with a tunnel's header to spare, and what QUIC asks for.</summary>
    public const int Base = 1200;

    /// <summary>What nearly every path carries: 1500 less IPv6 and UDP headers. Nothing longer is ever sent, so it is the top.</summary>
    public const int Common = 1452;

    // Links of 1280, 1400, 1420 (WireGuard), 1440, 1460, 1480, 1492 (PPPoE), 1500, less 48.
    private static readonly int[] Rungs = [Base, 1232, 1352, 1372, 1392, 1412, 1432, 1444, Common];

    /// <summary>All of them, shortest first.</summary>
    public static ReadOnlySpan<int> Ladder => Rungs;
}

using System.Net;
using Lamina.Daemon.Configuration.Text;

namespace Lamina.Daemon.Configuration.Reading;

/// <summary>The UDP ports that a file asks for, over all its stacks: a port is given once.</summary>
internal sealed class UdpPortsInUse
{
    private readonly List<(IPEndPoint Local, ConfigPosition Position)> _taken = [];

    /// <summary>The place that has it already; null where it was free. Port 0 is any, and always free.</summary>
    public ConfigPosition? Take(IPEndPoint local, ConfigPosition position)
    {
        if (local.Port == 0)
        {
            return null;
        }

        int index = _taken.FindIndex(other => Overlap(other.Local, local));
        _taken.Add((local, position));
        return index < 0 ? null : _taken[index].Position;
    }

    private static bool Overlap(IPEndPoint a, IPEndPoint b) =>
        a.Port == b.Port && (a.Address.Equals(b.Address) || IsAll(a.Address, b.Address) || IsAll(b.Address, a.Address));

    // :: takes both families.
    private static bool IsAll(IPAddress all, IPAddress one) =>
        all.Equals(IPAddress.IPv6Any) || (all.Equals(IPAddress.Any) && one.AddressFamily == all.AddressFamily);
}

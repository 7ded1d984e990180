using Lamina.Core;
using Lamina.Wire.DataTransfer;

namespace Lamina.Simulation.Tests.Tracing;

/// <summary>Writes down which links the packets of flows to one member take, by the hops that they have left.</summary>
internal sealed class WayTap(Address destination) : IPacketTap
{
    private const int BearerHeader = 8;

    private static readonly DataTransferFormat Format = new(4);

    private readonly SortedDictionary<byte, HashSet<(UdpEndpoint From, UdpEndpoint To)>> _links = [];

    /// <summary>The links in the order of the way; more than one in a place, where packets went different ways.</summary>
    public IReadOnlyList<IReadOnlyCollection<(UdpEndpoint From, UdpEndpoint To)>> Links => [.. _links.Values.Reverse()];

    public void Clear() => _links.Clear();

    public void HandleDatagram(Instant at, in UdpEndpoint from, in UdpEndpoint to, ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < BearerHeader + Format.HeaderLength || bytes[..BearerHeader].IndexOfAnyExcept((byte)0) < 0)
        {
            return;
        }

        DataTransferHeader header = Format.Read(bytes[BearerHeader..]);
        if (header.Destination == destination && header.Eid >= DataTransferHeader.FirstFlowEid)
        {
            if (!_links.TryGetValue(header.Ttl, out HashSet<(UdpEndpoint, UdpEndpoint)>? links))
            {
                _links[header.Ttl] = links = [];
            }

            links.Add((from, to));
        }
    }
}

using Lamina.Core;
using Lamina.Simulation.Links;

namespace Lamina.Simulation;

/// <summary>
/// A UDP port of a simulated host. Its own send buffer is never full: what the way cannot take, a link drops, as routers do.
/// </summary>
public sealed class SimulatedDatagramPort : IDatagramPort
{
    private const int SendBuffer = 4 << 20;

    // Hosts stand on Ethernet: 1500 less IPv4 and UDP headers. What is beyond it is a link's matter (LinkProfile.MaxDatagram).
    private const int LongestWhole = 1472;

    private readonly Dictionary<UdpEndpoint, LinkDirection> _links = [];
    private readonly SimulatedHost _host;
    private bool _isClosed;

    internal SimulatedDatagramPort(SimulatedHost host, UdpEndpoint local)
    {
        _host = host;
        Local = local;
    }

    /// <inheritdoc/>
    public UdpEndpoint Local { get; }

    /// <inheritdoc/>
    public int MaxPayload => 1452;

    /// <inheritdoc/>
    public int Credit => _isClosed ? 0 : SendBuffer;

    /// <inheritdoc/>
    public IDatagramUser? User { get; set; }

    /// <summary>Datagrams dropped: no link leads there, or the host had no buffer, or nobody uses the port.</summary>
    public long DroppedCount { get; private set; }

    /// <inheritdoc/>
    public void Send(in Train train, in UdpEndpoint to, Instant now)
    {
        if (!_isClosed && _links.TryGetValue(to, out LinkDirection? link))
        {
            link.Send(train, now);
        }
        else
        {
            DroppedCount += train.Count;
        }

        train.Buffer.Release();
    }

    /// <inheritdoc/>
    public bool TrySendWhole(in Train datagram, in UdpEndpoint to, Instant now)
    {
        if (datagram.Length > LongestWhole)
        {
            datagram.Buffer.Release();
            return false;
        }

        Send(datagram, to, now);
        return true;
    }

    /// <inheritdoc/>
    public void Close() => _isClosed = true;

    internal void Attach(UdpEndpoint peer, LinkDirection link) => _links.Add(peer, link);

    internal void Receive(List<byte[]> datagrams, UdpEndpoint from, bool asTrains, Instant now)
    {
        for (int first = 0; first < datagrams.Count;)
        {
            int count = asTrains ? TrainLength(datagrams, first) : 1;
            Hand(datagrams, first, count, from, now);
            first += count;
        }

        _host.Run(now);
    }

    // As receive offload: datagrams of one length follow each other, and a shorter one ends the train.
    private static int TrainLength(List<byte[]> datagrams, int first)
    {
        int length = datagrams[first].Length;
        int total = length;
        int next = first + 1;
        while (length > 0 && next < datagrams.Count && datagrams[next].Length <= length
            && total + datagrams[next].Length <= PacketPool.LargeCapacity)
        {
            total += datagrams[next].Length;
            if (datagrams[next++].Length < length)
            {
                break;
            }
        }

        return next - first;
    }

    private void Hand(List<byte[]> datagrams, int first, int count, in UdpEndpoint from, Instant now)
    {
        int total = 0;
        for (int i = first; i < first + count; i++)
        {
            total += datagrams[i].Length;
        }

        if (_isClosed || User is null || !_host.Context.Pool.TryRent(total, out PacketBuffer buffer))
        {
            DroppedCount += count;
            return;
        }

        int offset = 0;
        for (int i = first; i < first + count; i++)
        {
            datagrams[i].CopyTo(buffer.Span[offset..]);
            offset += datagrams[i].Length;
        }

        User.HandleDatagrams(Train.Contiguous(buffer, 0, total, datagrams[first].Length), from, now);
        buffer.Release();
    }
}

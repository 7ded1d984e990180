using Lamina.Bearers.Linux;
using Lamina.Bench.Networks;
using Lamina.Core;

namespace Lamina.Bench.Bare;

/// <summary>Two bare sockets on the hosts of a wire, and where the first has to send so that the second receives.</summary>
/// <param name="Asking">On the first host.</param>
/// <param name="Serving">On the last.</param>
/// <param name="Through">The way there, and back; null: straight.</param>
internal sealed record UdpPair(SegmentedUdpSocket Asking, SegmentedUdpSocket Serving, RelayProcess? Through) : IDisposable
{
    public UdpEndpoint Target => Through?.Near ?? Serving.LocalEndpoint;

    public UdpEndpoint Source => Through?.Far ?? Asking.LocalEndpoint;

    public static UdpPair Open(Cable wire)
    {
        int last = wire.Hosts.Count - 1;
        SegmentedUdpSocket asking = wire.Hosts[0].OpenUdp(wire.AddressOf(0, 0));
        SegmentedUdpSocket serving = wire.Hosts[last].OpenUdp(wire.AddressOf(last, last - 1));
        RelayProcess? relay = last == 1 ? null : RelayProcess.Start(
            wire.Hosts[1], (wire.AddressOf(1, 0), wire.AddressOf(1, 1)), (asking.LocalEndpoint.ToIPEndPoint(), serving.LocalEndpoint.ToIPEndPoint()));
        return new UdpPair(asking, serving, relay);
    }

    public void Dispose()
    {
        Through?.Dispose();
        Asking.Dispose();
        Serving.Dispose();
    }
}

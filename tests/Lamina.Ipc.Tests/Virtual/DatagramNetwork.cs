using Lamina.Core;

namespace Lamina.Ipc.Tests.Virtual;

/// <summary>UDP in virtual time: 1 ms from any port to any other.</summary>
public sealed class DatagramNetwork(VirtualTime time)
{
    private readonly Dictionary<UdpEndpoint, DatagramPort> _ports = [];

    public VirtualTime Time => time;

    /// <summary>Datagrams sent so far.</summary>
    public int SentCount { get; private set; }

    /// <summary>True: this datagram is lost.</summary>
    public Func<UdpEndpoint, UdpEndpoint, bool>? Loses { get; set; }

    /// <summary>Sees every train.</summary>
    public Action<byte[][]>? OnCarry { get; set; }

    public static UdpEndpoint Endpoint(byte host, ushort port = 3435) => UdpEndpoint.FromIPv4(0x0A000000u + host, port);

    public DatagramPort Open(UdpEndpoint endpoint, MachineContext context)
    {
        var port = new DatagramPort(this, endpoint, context);
        _ports[endpoint] = port;
        return port;
    }

    public void Close(DatagramPort port)
    {
        if (_ports.TryGetValue(port.Local, out DatagramPort? open) && open == port)
        {
            _ports.Remove(port.Local);
        }
    }

    /// <summary>Carries a train whole, as segmentation and receive offload do.</summary>
    public void Carry(UdpEndpoint from, UdpEndpoint to, byte[][] datagrams)
    {
        SentCount += datagrams.Length;
        OnCarry?.Invoke(datagrams);
        if (Loses?.Invoke(from, to) != true)
        {
            time.After(Duration.FromMilliseconds(1), () => _ports.GetValueOrDefault(to)?.Receive(from, datagrams));
        }
    }
}

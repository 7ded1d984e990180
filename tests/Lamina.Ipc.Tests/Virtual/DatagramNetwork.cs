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

    /// <summary>True: this datagram alone vanishes out of its train.</summary>
    public Func<byte[], bool>? Vanishes { get; set; }

    /// <summary>Bytes of the longest datagram that any path carries; longer ones vanish.</summary>
    public int MaxDatagram { get; set; } = 1472;

    /// <summary>Bytes of the longest datagram that a host's interface takes whole.</summary>
    public int InterfaceSize { get; set; } = 1472;

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
        datagrams = [.. datagrams.Where(datagram => datagram.Length <= MaxDatagram && Vanishes?.Invoke(datagram) != true)];
        if (datagrams.Length > 0 && Loses?.Invoke(from, to) != true)
        {
            time.After(Duration.FromMilliseconds(1), () => _ports.GetValueOrDefault(to)?.Receive(from, datagrams));
        }
    }
}

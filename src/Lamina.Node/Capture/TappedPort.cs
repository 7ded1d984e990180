using Lamina.Core;

namespace Lamina.Node.Capture;

/// <summary>
/// Stands in front of a port, so that captures see what passes, whatever its technology. While there is none it costs a call and a
/// look at a null reference per train.
/// </summary>
internal sealed class TappedPort : IDatagramPort, IDatagramUser
{
    private readonly IDatagramPort _port;
    private IDatagramUser? _user;
    private IPacketTap[]? _taps;

    public TappedPort(IDatagramPort port, string technology)
    {
        _port = port;
        Technology = technology;
    }

    /// <summary>What the port is on.</summary>
    public string Technology { get; }

    public UdpEndpoint Local => _port.Local;

    public int MaxPayload => _port.MaxPayload;

    public int Credit => _port.Credit;

    public IDatagramUser? User
    {
        get => _user;
        set
        {
            _user = value;
            _port.User = value is null ? null : this;
        }
    }

    public void Add(IPacketTap tap) => _taps = [.. _taps ?? [], tap];

    public void Remove(IPacketTap tap) => _taps = _taps?.Where(other => other != tap).ToArray() is { Length: > 0 } rest ? rest : null;

    public void Send(in Train train, in UdpEndpoint to, Instant now)
    {
        if (_taps is { } taps)
        {
            Show(taps, train, LocalFor(to), to, now);
        }

        _port.Send(train, to, now);
    }

    public bool TrySendWhole(in Train datagram, in UdpEndpoint to, Instant now)
    {
        if (_taps is { } taps)
        {
            Show(taps, datagram, LocalFor(to), to, now);
        }

        return _port.TrySendWhole(datagram, to, now);
    }

    public void Close() => _port.Close();

    public void HandleDatagrams(in Train train, in UdpEndpoint from, Instant now)
    {
        if (_taps is { } taps)
        {
            Show(taps, train, from, LocalFor(from), now);
        }

        _user?.HandleDatagrams(train, from, now);
    }

    public void HandleWritable(Instant now) => _user?.HandleWritable(now);

    private static void Show(IPacketTap[] taps, in Train train, in UdpEndpoint from, in UdpEndpoint to, Instant now)
    {
        foreach (IPacketTap tap in taps)
        {
            for (int i = 0; i < train.Count; i++)
            {
                tap.HandleDatagram(now, from, to, train[i]);
            }
        }
    }

    // A port of all addresses is one of the peer's family for it.
    private UdpEndpoint LocalFor(in UdpEndpoint peer) =>
        peer.IsIPv4 && Local.Address == 0 ? UdpEndpoint.FromIPv4(0, Local.Port) : Local;
}

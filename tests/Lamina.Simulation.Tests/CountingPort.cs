using Lamina.Core;

namespace Lamina.Simulation.Tests;

/// <summary>A port that counts what goes out.</summary>
internal sealed class CountingPort(IDatagramPort inner) : IDatagramPort
{
    public long Datagrams { get; private set; }

    public long Bytes { get; private set; }

    public UdpEndpoint Local => inner.Local;

    public int MaxPayload => inner.MaxPayload;

    public int Credit => inner.Credit;

    public IDatagramUser? User
    {
        get => inner.User;
        set => inner.User = value;
    }

    public void Send(in Train train, in UdpEndpoint to, Instant now)
    {
        Datagrams += train.Count;
        Bytes += train.TotalLength;
        inner.Send(train, to, now);
    }

    public bool TrySendWhole(in Train datagram, in UdpEndpoint to, Instant now)
    {
        Datagrams++;
        Bytes += datagram.TotalLength;
        return inner.TrySendWhole(datagram, to, now);
    }

    public void Close() => inner.Close();
}

using Lamina.Core;

namespace Lamina.Simulation.Tests.Security;

/// <summary>A port through which somebody looks: every datagram that goes out is remembered.</summary>
internal sealed class SpyPort(IDatagramPort inner) : IDatagramPort
{
    public List<byte[]> Seen { get; } = [];

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
        Note(train);
        inner.Send(train, to, now);
    }

    public bool TrySendWhole(in Train datagram, in UdpEndpoint to, Instant now)
    {
        Note(datagram);
        return inner.TrySendWhole(datagram, to, now);
    }

    public void Close() => inner.Close();

    /// <summary>How often the bytes were on the wire, anywhere in a datagram.</summary>
    public int Count(ReadOnlySpan<byte> bytes)
    {
        int count = 0;
        foreach (byte[] datagram in Seen)
        {
            count += datagram.AsSpan().IndexOf(bytes) >= 0 ? 1 : 0;
        }

        return count;
    }

    private void Note(in Train train)
    {
        for (int i = 0; i < train.Count; i++)
        {
            Seen.Add(train[i].ToArray());
        }
    }
}

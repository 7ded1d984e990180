using Lamina.Core;

namespace Lamina.Ipc.Tests.Virtual;

/// <summary>One port of a <see cref="DatagramNetwork"/>.</summary>
public sealed class DatagramPort(DatagramNetwork network, UdpEndpoint local, MachineContext context) : IDatagramPort
{
    public UdpEndpoint Local => local;

    public int MaxPayload => 1452;

    public int Credit { get; set; } = 100_000;

    public IDatagramUser? User { get; set; }

    public bool IsClosed { get; private set; }

    public void Send(in Train train, in UdpEndpoint to, Instant now)
    {
        Assert.False(IsClosed);
        byte[][] datagrams = new byte[train.Count][];
        for (int i = 0; i < train.Count; i++)
        {
            Assert.InRange(train.LengthOf(i), 1, network.InterfaceSize);
            datagrams[i] = train[i].ToArray();
        }

        train.Buffer.Release();
        network.Carry(local, to, datagrams);
    }

    public bool TrySendWhole(in Train datagram, in UdpEndpoint to, Instant now)
    {
        if (datagram.Length > network.InterfaceSize)
        {
            datagram.Buffer.Release();
            return false;
        }

        Send(datagram, to, now);
        return true;
    }

    public void Close()
    {
        IsClosed = true;
        network.Close(this);
    }

    /// <summary>Hands datagrams up as one train: all of the first one's length, the last maybe shorter.</summary>
    public void Receive(UdpEndpoint from, params byte[][] datagrams)
    {
        int total = datagrams.Sum(datagram => datagram.Length);
        Assert.True(context.Pool.TryRent(total, out PacketBuffer buffer));
        int offset = 0;
        foreach (byte[] datagram in datagrams)
        {
            datagram.CopyTo(buffer.Span[offset..]);
            offset += datagram.Length;
        }

        User!.HandleDatagrams(Train.Contiguous(buffer, 0, total, datagrams[0].Length), from, network.Time.Now);
        buffer.Release();
    }
}

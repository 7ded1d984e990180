using Lamina.Core;

namespace Lamina.Ipc.Tests.Udp.Impairment;

/// <summary>A port that keeps what it is to send.</summary>
internal sealed class BarePort : IDatagramPort
{
    public List<byte[]> Sent { get; } = [];

    public int Trains { get; private set; }

    public int Whole { get; private set; }

    public UdpEndpoint Local => UdpEndpoint.FromIPv4(0x0A000001, 3435);

    public int MaxPayload => 1452;

    public int Credit => 1 << 20;

    public IDatagramUser? User { get; set; }

    public void Send(in Train train, in UdpEndpoint to, Instant now)
    {
        Trains++;
        for (int i = 0; i < train.Count; i++)
        {
            Sent.Add(train[i].ToArray());
        }

        train.Buffer.Release();
    }

    public bool TrySendWhole(in Train datagram, in UdpEndpoint to, Instant now)
    {
        Whole++;
        datagram.Buffer.Release();
        return true;
    }

    public void Close()
    {
    }
}

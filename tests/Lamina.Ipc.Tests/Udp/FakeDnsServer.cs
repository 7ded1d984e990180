using System.Buffers.Binary;
using System.Text;
using Lamina.Core;
using Lamina.Ipc.Tests.Virtual;

namespace Lamina.Ipc.Tests.Udp;

/// <summary>A small DNS server on the virtual network.</summary>
internal sealed class FakeDnsServer : IDatagramUser
{
    private readonly DatagramPort _port;

    public FakeDnsServer(UdpNet net, byte host)
    {
        _port = net.Network.Open(DatagramNetwork.Endpoint(host, 53), net.Time.AddContext());
        _port.User = this;
        Net = net;
    }

    public UdpNet Net { get; }

    public UdpEndpoint Local => _port.Local;

    /// <summary>Addresses (4 or 16 bytes) of a name.</summary>
    public Dictionary<string, byte[][]> Records { get; } = [];

    public uint TimeToLive { get; set; } = 60;

    /// <summary>Where its answers come from, as if another sent them; null: from itself.</summary>
    public UdpEndpoint? Mask { get; set; }

    /// <summary>Questions that came.</summary>
    public int Asked { get; private set; }

    /// <summary>Questions that are not answered, from the first on.</summary>
    public int Ignores { get; set; }

    /// <summary>Changes an answer before it goes.</summary>
    public Action<byte[]>? Spoils { get; set; }

    /// <summary>0, or the code of a failure.</summary>
    public byte Failure { get; set; }

    public void HandleDatagrams(in Train train, in UdpEndpoint from, Instant now)
    {
        Asked++;
        if (Asked <= Ignores)
        {
            return;
        }

        byte[] query = train[0].ToArray();
        string label = Encoding.ASCII.GetString(query, 13, query[12]);
        int addressLength = query[^3] == 1 ? 4 : 16;
        byte[][] addresses = Failure == 0 ? [.. Records.GetValueOrDefault(label, []).Where(address => address.Length == addressLength)] : [];
        List<byte> answer = [.. query];
        answer[2] = 0x81;
        answer[3] = (byte)(0x80 + (Failure != 0 ? Failure : Records.ContainsKey(label) ? 0 : 3));
        answer[7] = (byte)addresses.Length;
        foreach (byte[] address in addresses)
        {
            byte[] lifetime = new byte[4];
            BinaryPrimitives.WriteUInt32BigEndian(lifetime, TimeToLive);
            answer.AddRange([0xC0, 12, 0, query[^3], 0, 1, .. lifetime, 0, (byte)addressLength, .. address]);
        }

        byte[] bytes = [.. answer];
        Spoils?.Invoke(bytes);
        Net.Network.Carry(Mask ?? Local, from, [bytes]);
    }

    public void HandleWritable(Instant now)
    {
    }
}

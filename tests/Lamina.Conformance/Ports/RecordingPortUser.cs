using Lamina.Core;

namespace Lamina.Conformance.Ports;

/// <summary>Keeps what a port receives.</summary>
internal sealed class RecordingPortUser : IDatagramUser
{
    public List<(UdpEndpoint From, byte[] Bytes)> Datagrams { get; } = [];

    /// <summary>Trains that were kept, not copied.</summary>
    public List<Train> Kept { get; } = [];

    public bool Keeps { get; set; }

    /// <summary>Called inside each delivery.</summary>
    public Action? OnTrain { get; set; }

    public IEnumerable<byte[]> From(UdpEndpoint sender) =>
        Datagrams.Where(datagram => datagram.From == sender).Select(datagram => datagram.Bytes);

    public void HandleDatagrams(in Train train, in UdpEndpoint from, Instant now)
    {
        OnTrain?.Invoke();
        for (int i = 0; i < train.Count; i++)
        {
            Datagrams.Add((from, train[i].ToArray()));
        }

        if (Keeps)
        {
            train.Buffer.Retain();
            Kept.Add(train);
        }
    }

    public void HandleWritable(Instant now)
    {
    }
}

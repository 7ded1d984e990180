using Lamina.Core;

namespace Lamina.Ipc.Tests.Udp.Impairment;

/// <summary>Keeps what a port hands up, and how often it was told to write.</summary>
internal sealed class CountingUser : IDatagramUser
{
    public List<byte[]> Received { get; } = [];

    public int Writable { get; private set; }

    public void HandleDatagrams(in Train train, in UdpEndpoint from, Instant now)
    {
        for (int i = 0; i < train.Count; i++)
        {
            Received.Add(train[i].ToArray());
        }
    }

    public void HandleWritable(Instant now) => Writable++;
}

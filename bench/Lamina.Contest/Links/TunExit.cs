using Lamina.Core;

namespace Lamina.Contest.Links;

/// <summary>Where packets leave the impaired way: into the device of the other host.</summary>
internal sealed class TunExit(TunDevice target) : IDatagramPort
{
    public UdpEndpoint Local => default;

    public int MaxPayload => 1500;

    public int Credit => int.MaxValue;

    public IDatagramUser? User { get; set; }

    public void Send(in Train train, in UdpEndpoint to, Instant now)
    {
        for (int i = 0; i < train.Count; i++)
        {
            target.Send(train[i]);
        }

        train.Buffer.Release();
    }

    public void Close()
    {
    }
}

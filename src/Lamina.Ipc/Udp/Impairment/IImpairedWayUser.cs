using Lamina.Core;

namespace Lamina.Ipc.Udp.Impairment;

/// <summary>Where datagrams come out of an impaired way.</summary>
internal interface IImpairedWayUser
{
    /// <summary>Datagrams of one peer have arrived; the train is lent.</summary>
    /// <param name="way">The way.</param>
    /// <param name="train">The datagrams, contiguous.</param>
    /// <param name="peer">Where they go to, or come from.</param>
    /// <param name="isWhole">True where nobody may cut it: a train of one.</param>
    /// <param name="now">The present.</param>
    void HandleArrived(ImpairedWay way, in Train train, in UdpEndpoint peer, bool isWhole, Instant now);
}

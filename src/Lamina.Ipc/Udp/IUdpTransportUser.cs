using Lamina.Core;

namespace Lamina.Ipc.Udp;

/// <summary>What the transport asks of its IPC process.</summary>
internal interface IUdpTransportUser : IDatagramUser
{
    /// <summary>A number for a new flow.</summary>
    long NextFlowId();

    /// <summary>Somebody wants a flow.</summary>
    void HandleArrival(ArrivingFlow arrival, Instant now);
}

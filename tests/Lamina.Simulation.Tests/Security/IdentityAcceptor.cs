using Lamina.Core;
using Lamina.Ipc;

namespace Lamina.Simulation.Tests.Security;

/// <summary>Notes who asks, and says no.</summary>
internal sealed class IdentityAcceptor : IFlowAcceptor
{
    public string Description => "who";

    public PeerIdentity Peer { get; private set; }

    public int Arrivals { get; private set; }

    public void HandleArrival(Name name, ArrivingFlow arrival, Instant now)
    {
        Arrivals++;
        Peer = arrival.Peer;
        Assert.True(arrival.HasKeys);
        arrival.Accept(arrival.Data.Span, NoFlowUser.Instance, now);
    }
}

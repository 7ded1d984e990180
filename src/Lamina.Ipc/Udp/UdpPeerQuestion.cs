using Lamina.Core;
using Lamina.Ipc.Udp.Directory;

namespace Lamina.Ipc.Udp;

/// <summary>Somebody only wants to know which peers answer, whatever they say.</summary>
internal sealed class UdpPeerQuestion(IOutcomeSink sink) : IUdpResolveSink
{
    public void HandleResolved(IReadOnlyList<UdpEndpoint> endpoints, bool isFresh, Instant now) => sink.HandleOutcome(Outcome.Ok, now);
}

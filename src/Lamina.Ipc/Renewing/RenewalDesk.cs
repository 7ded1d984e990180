using Lamina.Core;

namespace Lamina.Ipc.Renewing;

/// <summary>Where members of a layer have their credentials renewed: behind a name of the layer, over flows that have proved who asks, and are sealed.</summary>
/// <param name="context">What the machines of the stack share.</param>
/// <param name="layer">The layer.</param>
/// <param name="issuer">Who issues.</param>
public sealed class RenewalDesk(MachineContext context, Name layer, IInvitations issuer) : IFlowAcceptor
{
    private const int MaxSessions = 64;

    private readonly List<RenewalSession> _sessions = [];

    /// <inheritdoc/>
    public string Description => "renewal of credentials";

    internal MachineContext Context => context;

    internal Name Layer => layer;

    internal IInvitations Issuer => issuer;

    /// <inheritdoc/>
    public void HandleArrival(Name name, ArrivingFlow arrival, Instant now)
    {
        if (!arrival.HasKeys || arrival.Peer == PeerIdentity.Anonymous)
        {
            arrival.Refuse(CloseReason.Denied, now);
        }
        else if (_sessions.Count >= MaxSessions)
        {
            arrival.Refuse(CloseReason.NoResources, now);
        }
        else if (RenewalSession.Accept(this, arrival, now) is { } session)
        {
            _sessions.Add(session);
        }
    }

    internal void Forget(RenewalSession session) => _sessions.Remove(session);
}

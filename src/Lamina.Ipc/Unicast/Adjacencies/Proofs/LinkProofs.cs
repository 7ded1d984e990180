using Lamina.Core;
using Lamina.Ipc.Unicast.Connections;
using Lamina.Ipc.Unicast.Control;
using Lamina.Protocols.Flows;

namespace Lamina.Ipc.Unicast.Adjacencies.Proofs;

/// <summary>Management flows of a secure layer whose ends are not proved yet: bounded, and nothing of them is believed.</summary>
internal sealed class LinkProofs(
    Membership membership, LayerSecurity security, ConnectionManager connections, ControlChannelSet channels, ILinkProofUser user)
{
    private const int MaxUnproved = 64;

    private readonly List<LinkProof> _proofs = [];

    public Membership Membership { get; } = membership;

    public LayerSecurity Security { get; } = security;

    public ConnectionManager Connections { get; } = connections;

    public ControlChannelSet Channels { get; } = channels;

    public ILinkProofUser User { get; } = user;

    /// <summary>This side has made a flow by order: the order hears the end.</summary>
    public void Ask(StandingConnection order, LowerFlow flow, FlowTerms terms, Instant now) =>
        _proofs.Add(new LinkProof(this, new LinkOrigin(order.Destination, order), flow, terms, now));

    /// <summary>The other side has made one. Where too many wait, the one that has waited longest gives way.</summary>
    public void Answer(Name dialled, LowerFlow flow, FlowTerms terms, Instant now)
    {
        if (_proofs.Count(proof => proof.Order is null) >= MaxUnproved)
        {
            _proofs.Find(proof => proof.Order is null)!.End(CloseReason.NoResources, now);
        }

        _proofs.Add(new LinkProof(this, new LinkOrigin(dialled, null), flow, terms, now));
    }

    /// <summary>An order was taken back.</summary>
    public void Abandon(StandingConnection order, Instant now) => _proofs.Find(proof => proof.Order == order)?.End(CloseReason.Normal, now);

    public void Forget(LinkProof proof) => _proofs.Remove(proof);

    public void Shutdown(Instant now)
    {
        foreach (LinkProof proof in _proofs.ToArray())
        {
            proof.End(CloseReason.ShuttingDown, now);
        }
    }
}

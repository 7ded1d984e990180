namespace Lamina.Core;

/// <summary>
/// A flow that somebody asked for at this end; it waits for one answer. An unanswered one is refused by its IPC process
/// when the requester's patience must be over.
/// </summary>
public abstract class ArrivingFlow
{
    /// <summary>The name's hash, in the layer's algorithm.</summary>
    public abstract NameHash Destination { get; }

    /// <summary>What the requester asked for.</summary>
    public abstract QosSpec Qos { get; }

    /// <summary>As <see cref="LowerFlow.AcceptedQos"/> will be; default: all that was asked for.</summary>
    public virtual QosSpec AcceptedQos => Qos;

    /// <summary>The requester's piggybacked data.</summary>
    public abstract ReadOnlyMemory<byte> Data { get; }

    /// <summary>The flow's number, as <see cref="LowerFlow.Id"/> will be.</summary>
    public abstract long Id { get; }

    /// <summary>As <see cref="LowerFlow.MaxPacketSize"/> will be.</summary>
    public abstract int MaxPacketSize { get; }

    /// <summary>As <see cref="LowerFlow.MaxPacketLifetime"/> will be.</summary>
    public abstract Duration MaxPacketLifetime { get; }

    /// <summary>As <see cref="LowerFlow.Peer"/> will be.</summary>
    public abstract PeerIdentity Peer { get; }

    /// <summary>
    /// A number for the host that asks, as far as the layer can tell: the same for all that it asks for. It proves nothing; 0 (default): it is
    /// this host, or nobody can tell.
    /// </summary>
    public virtual ulong Source => 0;

    /// <summary>As <see cref="LowerFlow.IsIntact"/> will be.</summary>
    public virtual bool IsIntact => false;

    /// <summary>As <see cref="LowerFlow.HasKeys"/> will be.</summary>
    public virtual bool HasKeys => false;

    /// <summary>True while it can be answered: not after an answer, a time-out, or the requester's withdrawal.</summary>
    public abstract bool IsPending { get; }

    /// <summary>
    /// Takes it. The flow carries packets at once; the user is set before this call sends the reply, so nothing is missed.
    /// Null when it is not pending any more.
    /// </summary>
    public abstract LowerFlow? Accept(ReadOnlySpan<byte> data, IFlowUser user, Instant now);

    /// <summary>Says no.</summary>
    public abstract void Refuse(CloseReason reason, Instant now);
}

using System.Runtime.InteropServices;
using Lamina.Core;
using Lamina.Ipc.Irm.Direct;

namespace Lamina.Node.Attach;

/// <content>Flows to other attached processes, whose packets go past this stack.</content>
internal sealed partial class AttachSession
{
    /// <summary>Memory that it shares with other programs can be given to it; false once it has said that it cannot use any.</summary>
    public bool CanShareMemory { get; set; } = true;

    internal void Send(ReadOnlySpan<byte> message, Instant now) => _control.Send(message, now);

    /// <summary>Sends a message with descriptors. False: not now.</summary>
    internal bool TrySend(ReadOnlySpan<byte> message, ReadOnlySpan<SafeHandle> descriptors) =>
        !_isClosed && _control.TrySend(message, descriptors);

    // Known for certain when it is accepted.
    private bool MayPass(ArrivingFlow arrival) =>
        arrival is IDirectArrival { Requester: SessionAllocation asking } && _server.Pairs.MayShare(asking.Session, this);

    // Of a flow between two programs: past this stack, or through it.
    private void ChooseWay(LowerFlow lower, SessionFlow flow, Instant now)
    {
        if (lower is IDirectEnd { Opposite: SessionFlow { AwaitsWay: true } other } && !_server.Pairs.TryJoin(flow, other, now))
        {
            other.TakeWayThroughStack();
        }
    }
}

using Lamina.Core;
using Lamina.Security.Handshake;

namespace Lamina.Ipc.Irm.Brokering;

/// <summary>
/// One layer that is asked for a flow: the handshake around what the two programs say, and nothing heard any more once it was
/// given up. A flow that comes after that is closed.
/// </summary>
internal sealed class LayerAttempt(LayerSearch search, IpcProcess process) : IAllocationSink
{
    private IHandshakeSuite? _suite;
    private IHandshakeInitiator? _initiator;
    private bool _isGivenUp;

    public IpcProcess Process => process;

    /// <returns>None: an answer will come; otherwise why none will.</returns>
    public CloseReason Start(in FlowRequest request, bool forProgram, IRandomSource random, Instant now)
    {
        _suite = LayerHandshake.PolicyOf(process, forProgram).Preferred;
        if (_suite is null)
        {
            return CloseReason.Denied;
        }

        NameHash hash = NameHash.Of(request.Destination, process.HashAlgorithm);
        _initiator = _suite.Initiate(hash, random);
        Span<byte> handshake = stackalloc byte[AllocationRequest.MaxDataLength];
        int length = _initiator.WriteFirst(request.Data.Span, handshake);
        Span<byte> wrapped = stackalloc byte[AllocationRequest.MaxDataLength];
        int wrappedLength = length < 0
            ? -1
            : new HandshakeSlot { Suite = _suite.Id, Handshake = handshake[..length], Inner = request.Data.Span }.Write(wrapped);
        if (wrappedLength < 0)
        {
            return CloseReason.NoResources;
        }

        process.Allocate(new AllocationRequest(hash, request.Qos, wrapped[..wrappedLength].ToArray()), this, now);
        return CloseReason.None;
    }

    public void GiveUp(Instant now)
    {
        _isGivenUp = true;
        process.Withdraw(this, now);
    }

    public void HandleAllocated(LowerFlow flow, ReadOnlySpan<byte> data, Instant now)
    {
        if (_isGivenUp)
        {
            flow.Close(CloseReason.Normal, now);
        }
        else if (HandshakeSlot.TryRead(data, out HandshakeSlot slot)
            && slot.Suite == _suite!.Id
            && _initiator!.TryReadSecond(slot.Handshake, slot.Inner, out HandshakeResult result))
        {
            search.HandleFlow(process, flow, result.Peer, slot.Inner, now);
        }
        else
        {
            flow.Close(CloseReason.Denied, now);
            search.HandleRefused(CloseReason.Denied, now);
        }
    }

    public void HandleRefused(CloseReason reason, Instant now)
    {
        if (!_isGivenUp)
        {
            search.HandleRefused(reason, now);
        }
    }
}

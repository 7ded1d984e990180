using Lamina.Core;
using Lamina.Security.Handshake;
using Lamina.Security.Identities;

namespace Lamina.Ipc.Irm.Brokering;

/// <summary>
/// One layer that is asked for a flow: the handshake around what the two programs say, and nothing heard any more once it was
/// given up. A flow that comes after that is closed.
/// </summary>
internal sealed class LayerAttempt(LayerSearch search, MachineContext context, IpcProcess process) : IAllocationSink, IFlowOpener
{
    private HandshakePolicy _policy = HandshakePolicy.DenyAll;
    private HandshakeTerms _terms;
    private ReadOnlyMemory<byte> _said;
    private IHandshakeSuite? _suite;
    private IHandshakeInitiator? _initiator;
    private HandshakeResult _result;
    private byte[]? _answer;
    private bool _isGivenUp;

    public IpcProcess Process => process;

    /// <returns>None: an answer will come; otherwise why none will.</returns>
    public CloseReason Start(in FlowRequest request, bool forProgram, Instant now)
    {
        _policy = LayerHandshake.PolicyOf(process, forProgram);
        _terms = new HandshakeTerms(NameHash.Of(request.Destination, process.HashAlgorithm), request.Qos);
        _said = request.Data;
        if (_policy.Preferred is null)
        {
            return CloseReason.Denied;
        }

        if (_policy.Proves)
        {
            process.AllocateProved(_terms.Destination, request.Qos, this, this, now);
            return CloseReason.None;
        }

        if (Begin(_policy.Preferred, default, now) is not { } data)
        {
            return CloseReason.NoResources;
        }

        process.Allocate(new AllocationRequest(_terms.Destination, request.Qos, data), this, now);
        return CloseReason.None;
    }

    public byte[]? Open(IReadOnlyList<AgreementKey> keys, Instant now) =>
        _policy.Choose(keys, out AgreementKey key) is { } suite ? Begin(suite, key.Public.Span, now) : null;

    public CloseReason Conclude(ReadOnlySpan<byte> answer)
    {
        if (!HandshakeSlot.TryRead(answer, out HandshakeSlot slot) || slot.Suite != _suite?.Id)
        {
            return CloseReason.Denied;
        }

        byte[] said = new byte[slot.Message.Length];
        HandshakeVerdict verdict = _initiator!.ReadSecond(slot.Message, said, out int length, out _result);
        _answer = verdict == HandshakeVerdict.Proved ? said[..length] : null;
        return verdict.ToReason();
    }

    public void GiveUp(Instant now)
    {
        _isGivenUp = true;
        _initiator?.Dispose();
        process.Withdraw(this, now);
    }

    public void HandleAllocated(LowerFlow flow, ReadOnlySpan<byte> data, Instant now)
    {
        if (_isGivenUp)
        {
            _result.Keys?.Dispose();
            flow.Close(CloseReason.Normal, now);
            return;
        }

        // Where members are proved one by one, this one was.
        CloseReason reason = _policy.Proves ? CloseReason.None : Conclude(data);
        if (reason == CloseReason.None && _answer is not null)
        {
            search.HandleFlow(process, flow, _result, _answer, now);
        }
        else
        {
            flow.Close(CloseReason.Denied, now);
            search.HandleRefused(CloseReason.Denied, now);
        }
    }

    public void HandleRefused(CloseReason reason, Instant now)
    {
        _initiator?.Dispose();
        if (!_isGivenUp)
        {
            search.HandleRefused(reason, now);
        }
    }

    private byte[]? Begin(IHandshakeSuite suite, ReadOnlySpan<byte> peerKey, Instant now)
    {
        _initiator?.Dispose();
        _suite = suite;
        _initiator = suite.Initiate(_terms, peerKey, HandshakeMoment.In(context, now), context.Random);
        Span<byte> data = stackalloc byte[AllocationRequest.MaxDataLength];
        int length = _initiator?.WriteFirst(_said.Span, HandshakeSlot.Begin(data, suite.Id)) ?? -1;
        return length < 0 ? null : data[..(HandshakeSlot.HeaderLength + length)].ToArray();
    }
}

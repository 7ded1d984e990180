using Lamina.Core;
using Lamina.Security.Handshake;

namespace Lamina.Ipc.Irm.Brokering;

/// <summary>
/// One wish for a flow. All candidates are asked at once whether they reach the name; the first in the order of
/// preference that does is asked for the flow, as soon as nobody before it can still say yes. Where it then finds
/// nobody, the next is tried; any other answer is an answer.
/// </summary>
internal sealed class BrokeredAllocation : IQuerySink, IAllocationSink
{
    private readonly Broker _broker;
    private readonly FlowRequest _request;
    private readonly FlowOwner _owner;
    private readonly IAllocationSink _sink;
    private readonly Candidate[] _candidates;
    private int _next;
    private bool _isAllocating;
    private bool _hasEnded;
    private IHandshakeSuite? _suite;
    private IHandshakeInitiator? _initiator;
    private CloseReason _reason = CloseReason.NameUnknown;

    public BrokeredAllocation(
        Broker broker, in FlowRequest request, FlowOwner owner, IAllocationSink sink, IpcProcess[] candidates)
    {
        _broker = broker;
        _request = request;
        _owner = owner;
        _sink = sink;
        _candidates = Array.ConvertAll(candidates, process => new Candidate(process));
    }

    public void Start(Instant now)
    {
        foreach (Candidate candidate in _candidates)
        {
            NameHash hash = NameHash.Of(_request.Destination, candidate.Process.HashAlgorithm);
            candidate.Process.Query(hash, this, now);
        }
    }

    public void HandleQueryResult(IpcProcess process, bool reachable, Instant now)
    {
        Candidate candidate = Array.Find(_candidates, known => known.Process == process)!;
        candidate.Reaches = reachable;
        if (!_isAllocating && !_hasEnded)
        {
            TryNext(now);
        }
    }

    public void HandleAllocated(LowerFlow flow, ReadOnlySpan<byte> data, Instant now)
    {
        IpcProcess process = _candidates[_next].Process;
        _hasEnded = true;
        if (!HandshakeSlot.TryRead(data, out HandshakeSlot slot)
            || slot.Suite != _suite!.Id
            || !_initiator!.TryReadSecond(slot.Handshake, slot.Inner, out HandshakeResult result))
        {
            flow.Close(CloseReason.Denied, now);
            _sink.HandleRefused(CloseReason.Denied, now);
            return;
        }

        var record = new FlowRecord(flow.Id, _request.Destination, isIncoming: false, process, _request.Qos, _owner);
        var brokered = new BrokeredFlow(_broker.Flows, record, result.Peer);
        flow.User = brokered;
        brokered.Attach(flow);
        _sink.HandleAllocated(brokered, slot.Inner, now);
    }

    public void HandleRefused(CloseReason reason, Instant now)
    {
        _isAllocating = false;
        bool mayBeElsewhere = reason is CloseReason.NameUnknown or CloseReason.Timeout or CloseReason.ShuttingDown;
        if (reason != CloseReason.NameUnknown && _reason == CloseReason.NameUnknown)
        {
            _reason = reason;
        }

        if (mayBeElsewhere)
        {
            _next++;
            TryNext(now);
        }
        else
        {
            End(reason, now);
        }
    }

    private void TryNext(Instant now)
    {
        for (; _next < _candidates.Length && !_broker.IsShutDown; _next++)
        {
            Candidate candidate = _candidates[_next];
            if (candidate.Reaches is null)
            {
                return;
            }

            if (candidate.Reaches == true)
            {
                Allocate(candidate.Process, now);
                return;
            }
        }

        End(_broker.IsShutDown ? CloseReason.ShuttingDown : _reason, now);
    }

    private void Allocate(IpcProcess process, Instant now)
    {
        _isAllocating = true;
        _suite = LayerHandshake.PolicyOf(process, forProgram: _owner.Process is null).Preferred;
        if (_suite is null)
        {
            End(CloseReason.Denied, now);
            return;
        }

        NameHash hash = NameHash.Of(_request.Destination, process.HashAlgorithm);
        _initiator = _suite.Initiate(hash, _broker.Context.Random);
        Span<byte> handshake = stackalloc byte[AllocationRequest.MaxDataLength];
        int length = _initiator.WriteFirst(_request.Data.Span, handshake);
        Span<byte> wrapped = stackalloc byte[AllocationRequest.MaxDataLength];
        int wrappedLength = length < 0
            ? -1
            : new HandshakeSlot { Suite = _suite.Id, Handshake = handshake[..length], Inner = _request.Data.Span }.Write(wrapped);
        if (wrappedLength < 0)
        {
            End(CloseReason.NoResources, now);
            return;
        }

        process.Allocate(new AllocationRequest(hash, _request.Qos, wrapped[..wrappedLength].ToArray()), this, now);
    }

    private void End(CloseReason reason, Instant now)
    {
        _hasEnded = true;
        _sink.HandleRefused(reason, now);
    }

    private sealed class Candidate(IpcProcess process)
    {
        public IpcProcess Process { get; } = process;

        /// <summary>Null until it has answered.</summary>
        public bool? Reaches { get; set; }
    }
}

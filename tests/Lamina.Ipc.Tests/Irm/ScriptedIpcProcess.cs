using Lamina.Core;

namespace Lamina.Ipc.Tests.Irm;

/// <summary>An IPC process that does what the test says: stands in for any layer above or beside.</summary>
internal sealed class ScriptedIpcProcess : IpcProcess, IFlowAcceptor, IDeferred
{
    private readonly Queue<Action<Instant>> _posted = new();
    private readonly List<Action<Instant>> _held = [];

    public ScriptedIpcProcess(string name, string? layer, IIpcProcessHost host, IpcProcessKind kind = IpcProcessKind.Unicast)
        : base(name, kind, host) => Layer = layer;

    public override LayerLimits? Limits => null;

    public override HashAlgorithmId HashAlgorithm => HashAlgorithmId.Sha3_224;

    public override bool IsInsecure => IsOpen;

    /// <summary>Programs may use its flows without a proof.</summary>
    public bool IsOpen { get; set; } = true;

    public override int FlowCount => 0;

    public string Description => $"ipcp {Name}";

    /// <summary>What it says to a query; null: nothing yet.</summary>
    public bool? Reaches { get; set; } = true;

    /// <summary>What it says to an allocation; None: a flow.</summary>
    public CloseReason Refuses { get; set; }

    /// <summary>It answers no allocation until it is told to.</summary>
    public bool HoldsAllocations { get; set; }

    /// <summary>Allocations that were given up.</summary>
    public int Withdrawn { get; private set; }

    /// <summary>The data of its replies; null: those of the request.</summary>
    public byte[]? Answer { get; set; }

    public List<AllocationRequest> Requests { get; } = [];

    public List<IQuerySink> Queries { get; } = [];

    public List<ArrivingFlow> Arrivals { get; } = [];

    public HashSet<NameHash> Registered { get; } = [];

    public List<ScriptedFlow> Given { get; } = [];

    public bool IsShutDown { get; private set; }

    public override Outcome Register(in NameHash hash, Instant now)
    {
        Registered.Add(hash);
        return Outcome.Ok;
    }

    public override void Unregister(in NameHash hash, Instant now) => Registered.Remove(hash);

    public override void Query(in NameHash hash, IQuerySink sink, Instant now)
    {
        Queries.Add(sink);
        if (Reaches is { } reaches)
        {
            Post(later => sink.HandleQueryResult(this, reaches, later));
        }
    }

    public override void Allocate(in AllocationRequest request, IAllocationSink sink, Instant now)
    {
        Requests.Add(request);
        byte[] data = Answer ?? request.Data.ToArray();
        Action<Instant> answer = later =>
        {
            if (Refuses != CloseReason.None)
            {
                sink.HandleRefused(Refuses, later);
                return;
            }

            var flow = new ScriptedFlow(Host.NextFlowId());
            Given.Add(flow);
            sink.HandleAllocated(flow, data, later);
        };
        if (HoldsAllocations)
        {
            _held.Add(answer);
        }
        else
        {
            Post(answer);
        }
    }

    public override void Withdraw(IAllocationSink sink, Instant now) => Withdrawn++;

    public void ReleaseAllocations()
    {
        _held.ForEach(Post);
        _held.Clear();
    }

    /// <summary>Asks for a flow of a lower layer.</summary>
    public void AskBelow(string name, IAllocationSink sink, Instant now, string? layer = null) =>
        Host.AllocateLower(this, new FlowRequest(Core.Name.Parse(name), QosSpec.Raw, default, layer), sink, now);

    public void HandleArrival(Core.Name name, ArrivingFlow arrival, Instant now)
    {
        Arrivals.Add(arrival);
        arrival.Accept([], NoFlowUser.Instance, now);
    }

    public override void Shutdown(Instant now) => IsShutDown = true;

    public void RunDeferred(int code, in Train train, Instant now) => _posted.Dequeue()(now);

    private void Post(Action<Instant> action)
    {
        _posted.Enqueue(action);
        Host.Context.RunQueue.Post(this);
    }
}

using Lamina.Core;
using Lamina.Ipc.Unicast.Policies;

namespace Lamina.Ipc.Tests.Unicast;

/// <summary>
/// A stack without an IRM for tests of IPC processes alone: names of the lower layer lead straight to acceptors, names of
/// the upper layer to what the test puts there. All processes share one domain and one virtual clock.
/// </summary>
internal sealed class DirectStack : IIpcProcessHost
{
    private long _nextId = 1;

    public DirectStack(ulong seed) => Context = new MachineContext(new PacketPool(), new SeededRandom(seed));

    public MachineContext Context { get; }

    public PolicyCatalogue Policies { get; } = PolicyCatalogue.WithBuiltIns();

    public Instant Now { get; private set; }

    public LayerLimits? LimitsBelow(IpcProcess process) => null;

    public IMemberMemory? Memory { get; set; }

    public Dictionary<Name, IFlowAcceptor> Lower { get; } = [];

    public Dictionary<NameHash, IFlowAcceptor> Upper { get; } = [];

    public int LowerMaxPacketSize { get; set; } = 1444;

    /// <summary>Bytes of the longest packet that arrives below, whatever a flow says of itself.</summary>
    public int LowerCarries { get; set; } = int.MaxValue;

    public long NextFlowId() => _nextId += 2;

    public void HandleArrival(IpcProcess process, ArrivingFlow arrival, Instant now)
    {
        if (Upper.TryGetValue(arrival.Destination, out IFlowAcceptor? acceptor))
        {
            acceptor.HandleArrival(Name.Parse("x"), arrival, now);
        }
        else
        {
            arrival.Refuse(CloseReason.NoListener, now);
        }
    }

    public void AllocateLower(IpcProcess requester, in FlowRequest request, IAllocationSink sink, Instant now)
    {
        var arrival = new DirectArrival(Context, request.Qos, request.Data, NextFlowId(), LowerMaxPacketSize, sink, () => LowerCarries);
        if (Lower.TryGetValue(request.Destination, out IFlowAcceptor? acceptor))
        {
            Context.RunQueue.Post(new Call(at => acceptor.HandleArrival(Name.Parse("x"), arrival, at)));
        }
        else
        {
            arrival.Refuse(CloseReason.NameUnknown, now);
        }
    }

    public void Do(Action<Instant> call)
    {
        call(Now);
        Context.Run(Now);
    }

    public bool RunUntil(Func<bool> condition, Duration atMost)
    {
        Instant deadline = Now + atMost;
        Context.Run(Now);
        while (!condition())
        {
            if (Context.NextTimeout > deadline)
            {
                Now = deadline;
                return false;
            }

            Now = Instant.Max(Now, Context.NextTimeout);
            Context.Run(Now);
        }

        return true;
    }

    private sealed class Call(Action<Instant> call) : IDeferred
    {
        public void RunDeferred(int code, in Train train, Instant now) => call(now);
    }
}

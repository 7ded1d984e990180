using Lamina.Core;
using Lamina.Ipc.Irm.Direct;
using Lamina.Ipc.Irm.Naming;
using Lamina.Ipc.Irm.Programs;
using Lamina.Ipc.Irm.Rules;

namespace Lamina.Ipc.Irm.Brokering;

/// <summary>Takes wishes for flows, and keeps those that have not ended; what they all need is here.</summary>
internal sealed class Broker(
    MachineContext context, IpcProcessTable processes, NameTable names, StackFlows flows, ProgramRegistry programs, DirectFlows direct, IpcResourceManager irm)
{
    private readonly HashSet<BrokeredAllocation> _pending = [];

    public MachineContext Context => context;

    public NameTable Names => names;

    public StackFlows Flows => flows;

    public ProgramRegistry Programs => programs;

    public DirectFlows Direct => direct;

    public SilentLayers Silent { get; } = new();

    public LayerOrder Layers => field ??= new LayerOrder(processes, flows.Stacking, Silent);

    /// <summary>True once the stack shuts down: no other layer is tried.</summary>
    public bool IsShutDown { get; private set; }

    public void Allocate(in FlowRequest request, FlowOwner owner, IAllocationSink sink, Instant now)
    {
        var allocation = new BrokeredAllocation(this, request, owner, sink, now);
        _pending.Add(allocation);
        allocation.Start(now);
    }

    public void Withdraw(IAllocationSink sink, Instant now)
    {
        foreach (BrokeredAllocation allocation in _pending.Where(one => one.Sink == sink).ToArray())
        {
            allocation.Withdraw(now);
        }
    }

    public void Shutdown(Instant now)
    {
        IsShutDown = true;
        foreach (BrokeredAllocation allocation in _pending.ToArray())
        {
            allocation.HandleShutdown(now);
        }
    }

    /// <summary>A program of this stack that is behind a name and was not asked yet; null: none.</summary>
    public IFlowAcceptor? NextProgram(Name name, List<IFlowAcceptor> asked) => names.Find(name)?.NextAcceptor(
        acceptor => processes.OwnerOf(acceptor) is null && !asked.Contains(acceptor));

    /// <summary>True where a program of this stack may have a flow to a name that another one is behind.</summary>
    public bool AllowsDirect(Name name) => irm.Policy.Judge(name, RuleAsker.Local(irm.Self)).IsAllowed;

    /// <summary>The program of this stack that would get a direct flow, or be started for it, for a person; null: none.</summary>
    public string? ProgramOf(Name name) =>
        names.Find(name)?.Acceptors.FirstOrDefault(acceptor => processes.OwnerOf(acceptor) is null)?.Description
            ?? (programs.CanStart(name) ? $"program {names.Find(name)?.Programs[0].Path}, which would be started" : null);

    public void Forget(BrokeredAllocation allocation) => _pending.Remove(allocation);
}

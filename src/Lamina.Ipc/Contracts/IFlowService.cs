using Lamina.Core;

namespace Lamina.Ipc;

/// <summary>
/// Flows by name, for a program: the IRM itself where the stack is embedded, its attachment to a daemon elsewhere.
/// Everything above (flow ends, the public library) is the same code over either.
/// </summary>
public interface IFlowService
{
    /// <summary>What the machines of this domain share.</summary>
    MachineContext Context { get; }

    /// <summary>Asks for a flow.</summary>
    void Allocate(in FlowRequest request, IAllocationSink sink, Instant now);

    /// <summary>
    /// Gives an allocation up. Its sink hears nothing more, what it held is freed, and a flow that comes too late is closed.
    /// Harmless where the allocation has ended.
    /// </summary>
    void Withdraw(IAllocationSink sink, Instant now);

    /// <summary>Binds a name to an acceptor; the sink hears whether that is allowed and done.</summary>
    void Listen(Name name, IFlowAcceptor acceptor, IOutcomeSink sink, Instant now);

    /// <summary>Takes the binding back; flows live on.</summary>
    void StopListening(Name name, IFlowAcceptor acceptor, Instant now);
}

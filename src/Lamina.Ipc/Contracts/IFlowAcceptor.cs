using Lamina.Core;

namespace Lamina.Ipc;

/// <summary>What stands behind a name: a process with its listeners, or an IPC process.</summary>
public interface IFlowAcceptor
{
    /// <summary>What a person reads in lists: "process 4711 (lamina)", "ipcp uni1".</summary>
    string Description { get; }

    /// <summary>A flow for a name bound to it; it answers now or later.</summary>
    void HandleArrival(Name name, ArrivingFlow arrival, Instant now);
}

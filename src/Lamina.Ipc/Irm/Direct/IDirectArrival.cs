using Lamina.Core;

namespace Lamina.Ipc.Irm.Direct;

/// <summary>A flow that arrives from a program of this stack, for another one.</summary>
public interface IDirectArrival
{
    /// <summary>Who asked for it.</summary>
    IAllocationSink Requester { get; }
}

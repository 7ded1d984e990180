using Lamina.Core;
using Lamina.Ipc.Irm.Programs;

namespace Lamina.Ipc.Irm.Brokering;

/// <summary>A flow of a layer that arrived for a program which is being started.</summary>
internal sealed class WaitingArrival(Arrivals arrivals, IpcProcess process, ArrivingFlow arrival) : IProgramWaiter
{
    public bool IsWaiting => arrival.IsPending;

    public void HandleReady(Instant now)
    {
        if (arrival.IsPending)
        {
            arrivals.Handle(process, arrival, now);
        }
    }

    public void HandleNotStarted(Instant now)
    {
        if (arrival.IsPending)
        {
            arrival.Refuse(CloseReason.ProgramNotStarted, now);
        }
    }
}

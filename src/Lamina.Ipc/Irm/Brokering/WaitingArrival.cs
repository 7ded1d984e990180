using Lamina.Core;
using Lamina.Ipc.Irm.Programs;

namespace Lamina.Ipc.Irm.Brokering;

/// <summary>A flow of a layer that arrived for a program which is being started.</summary>
internal sealed class WaitingArrival(Arrivals arrivals, IpcProcess process, ArrivingFlow arrival, ProvedArrival proved)
    : IProgramWaiter
{
    public bool IsWaiting => arrival.IsPending;

    public void HandleReady(Instant now)
    {
        if (arrival.IsPending)
        {
            arrivals.HandleStarted(process, arrival, proved, now);
        }
    }

    public void HandleNotStarted(Instant now)
    {
        if (arrival.IsPending)
        {
            proved.Responder.Dispose();
            arrival.Refuse(CloseReason.ProgramNotStarted, now);
        }
    }
}

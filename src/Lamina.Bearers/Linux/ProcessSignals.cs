using System.Diagnostics;

namespace Lamina.Bearers.Linux;

/// <summary>Tells processes that this one started to end, as .NET itself cannot: it only kills.</summary>
public static class ProcessSignals
{
    /// <summary>Asks a child to end (SIGTERM). Harmless where it has ended already.</summary>
    public static void Terminate(Process child)
    {
        try
        {
            // A child that was not waited for keeps its number. The moment between the look and the signal is too short
            // for numbers to come round.
            if (!child.HasExited)
            {
                _ = LibC.Kill(child.Id, LibC.SigTerm);
            }
        }
        catch (InvalidOperationException)
        {
            // Nobody holds it any more: it has ended.
        }
    }
}

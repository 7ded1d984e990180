namespace Lamina.Daemon.Control;

/// <summary>What a stack holds; all 0 once it has been shut down, or something leaked.</summary>
/// <param name="Buffers">Packet buffers that are out of their pool.</param>
/// <param name="Flows">Flows, pending ones included.</param>
/// <param name="Timers">Timers that are armed.</param>
public readonly record struct ResourceUse(long Buffers, long Flows, long Timers)
{
    /// <summary>True when nothing is held.</summary>
    public bool IsNothing() => Buffers == 0 && Flows == 0 && Timers == 0;
}

namespace Lamina.Ipc.Udp.Impairment;

/// <summary>Which ways of a port are impaired.</summary>
[Flags]
public enum ImpairedWays
{
    /// <summary>What the port sends.</summary>
    Out = 1,

    /// <summary>What it receives.</summary>
    In = 2,

    /// <summary>Each way alike.</summary>
    Both = Out | In,
}

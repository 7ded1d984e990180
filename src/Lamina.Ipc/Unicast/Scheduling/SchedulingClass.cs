namespace Lamina.Ipc.Unicast.Scheduling;

/// <summary>What goes first where packets wait: the smaller number.</summary>
public enum SchedulingClass
{
    /// <summary>The layer's own messages: without them it has no routes, no flows and no feedback.</summary>
    Control,

    /// <summary>The cube of that name.</summary>
    Voice,

    /// <summary>The cube of that name.</summary>
    Video,

    /// <summary>The cube of that name, and cubes that are not known here.</summary>
    BestEffort,
}

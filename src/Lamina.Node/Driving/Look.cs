namespace Lamina.Node.Driving;

/// <summary>What became of a thread's wish to look at a domain without a wait.</summary>
public enum Look
{
    /// <summary>Somebody else drives: ask the domain as it stands.</summary>
    Refused,

    /// <summary>Nothing has come since the look before.</summary>
    FindsNothing,

    /// <summary>The thread drives for one turn.</summary>
    Drives,
}

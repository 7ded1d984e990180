namespace Lamina.Ipc.Unicast.Tracing;

/// <summary>What a member's trace component has seen since birth.</summary>
public sealed class TraceCounters
{
    /// <summary>Questions answered.</summary>
    public long Answered { get; internal set; }

    /// <summary>Questions dropped: too many.</summary>
    public long Limited { get; internal set; }

    /// <summary>Answers dropped: nobody waits for them, any more or ever.</summary>
    public long Unasked { get; internal set; }

    /// <summary>Messages dropped: malformed, or of another version.</summary>
    public long Malformed { get; internal set; }
}

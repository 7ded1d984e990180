namespace Lamina.Security.Records;

/// <summary>What became of a record that came.</summary>
public enum RecordVerdict
{
    /// <summary>It is the peer's, and new; opened in place.</summary>
    Opened,

    /// <summary>It is the peer's greeting: nothing is in it.</summary>
    Greeting,

    /// <summary>Its counter has come before, or is too old to know.</summary>
    Replayed,

    /// <summary>The peer did not seal it for this flow and this direction, or it was changed; or its phase is none that may be.</summary>
    NotAuthentic,
}

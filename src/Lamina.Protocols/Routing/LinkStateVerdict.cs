namespace Lamina.Protocols.Routing;

/// <summary>What a database makes of a link state that came.</summary>
public enum LinkStateVerdict
{
    /// <summary>New here: kept, and to be passed on.</summary>
    Newer,

    /// <summary>Known already.</summary>
    Same,

    /// <summary>Here is a newer one, which the sender should get.</summary>
    Older,

    /// <summary>The database is full.</summary>
    NoRoom,
}

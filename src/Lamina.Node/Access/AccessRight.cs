namespace Lamina.Node.Access;

/// <summary>What a user may do with a stack; each right holds the ones before it.</summary>
public enum AccessRight
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>See what is there: status, lists, traces.</summary>
    Read,

    /// <summary>Attach: ask for flows, listen, and stand behind names that nobody else holds.</summary>
    Use,

    /// <summary>Everything.</summary>
    Administer,
}

namespace Lamina.Protocols.Allocation.Strangers;

/// <summary>What becomes of a request that nobody knows yet.</summary>
internal enum StrangerVerdict
{
    /// <summary>It arrives; whether its source is real is not known.</summary>
    Unproven,

    /// <summary>It arrives, and its source is real.</summary>
    Proven,

    /// <summary>It is to come again, with a cookie.</summary>
    AskCookie,

    /// <summary>Its source is real, and has had its share: nothing is said. It comes again by itself.</summary>
    Later,
}

namespace Lamina.Protocols.Allocation.Strangers;

/// <summary>How many requests are taken from sources that are not known, and from those that are real (docs/design/FLOODS.md).</summary>
public sealed record StrangerSettings
{
    /// <summary>The defaults, for layers whose flows cost little.</summary>
    public static StrangerSettings Default { get; } = new();

    /// <summary>For layers whose flows are proved: a quarter of a millisecond of a processor each, so this is one processor.</summary>
    public static StrangerSettings Proving { get; } = new() { PerSecond = 4096 };

    /// <summary>For flows between members of a layer that proves them: whoever comes may have three agreements and a signature made for nothing.</summary>
    public static StrangerSettings Connections { get; } = new() { PerSecond = 64, SharePerSecond = 2, ShareAtOnce = 16 };

    /// <summary>Requests a second, and at once, that are taken without a cookie. 64.</summary>
    public int UnprovenPerSecond { get; init; } = 64;

    /// <summary>Flows at once whose requester has not shown that it hears; beyond, a cookie is asked for. 128.</summary>
    public int MaxUnproven { get; init; } = 128;

    /// <summary>
    /// Requests a second, and at once, of all sources that are real; half of it is for those within their share. 32768: a host's programs alone may
    /// want ten thousand.
    /// </summary>
    public int PerSecond { get; init; } = 32768;

    /// <summary>The share of a source, a second. 32.</summary>
    public int SharePerSecond { get; init; } = 32;

    /// <summary>The share of a source at once. 64.</summary>
    public int ShareAtOnce { get; init; } = 64;
}

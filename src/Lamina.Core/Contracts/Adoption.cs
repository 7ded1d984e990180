namespace Lamina.Core;

/// <summary>What became of a ticket.</summary>
/// <param name="Flow">The flow, open, and without a user yet; null: there is none.</param>
/// <param name="IsUp">False where the layer knows no way to the peer at present; its user will hear <see cref="FlowEvent.Up"/>.</param>
/// <param name="Reason">Why there is none; <see cref="CloseReason.None"/> where it may still come: the layer is not ready.</param>
public readonly record struct Adoption(LowerFlow? Flow, bool IsUp, CloseReason Reason)
{
    /// <summary>The layer is not ready yet: ask again.</summary>
    public static readonly Adoption NotYet;

    /// <summary>There will be none.</summary>
    public static Adoption Refused(CloseReason reason) => new(null, false, reason);
}

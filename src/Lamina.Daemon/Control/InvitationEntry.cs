namespace Lamina.Daemon.Control;

/// <summary>An invitation that was given out.</summary>
/// <param name="Layer">Into which layer.</param>
/// <param name="Number">How to take it back.</param>
/// <param name="State">"open", "usedUp" or "expired".</param>
/// <param name="Uses">For how many nodes.</param>
/// <param name="Left">How many more may come.</param>
/// <param name="NotAfter">Until when.</param>
/// <param name="UsedBy">The nodes that have come.</param>
public sealed record InvitationEntry(string Layer, string Number, string State, int Uses, int Left, DateTimeOffset NotAfter, IReadOnlyList<string> UsedBy);

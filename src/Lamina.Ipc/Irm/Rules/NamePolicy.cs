namespace Lamina.Ipc.Irm.Rules;

/// <summary>What is said of one name.</summary>
/// <param name="Rules">Which nodes may have flows to it.</param>
/// <param name="Reservation">Which users of this host may stand behind it; null: whoever comes first.</param>
public sealed record NamePolicy(NameRules Rules, NameReservation? Reservation = null)
{
    /// <summary>Nothing.</summary>
    public static readonly NamePolicy None = new(NameRules.None);
}

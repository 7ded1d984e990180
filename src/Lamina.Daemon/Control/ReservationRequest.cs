namespace Lamina.Daemon.Control;

/// <summary>POST /v1/reservations.</summary>
/// <param name="Name">The name.</param>
/// <param name="Users">The users of this host who may stand behind it.</param>
/// <param name="Groups">All users of these groups. Neither: whoever comes first.</param>
public sealed record ReservationRequest(string Name, IReadOnlyList<string>? Users = null, IReadOnlyList<string>? Groups = null);

namespace Lamina.Daemon.Control;

/// <summary>POST /v1/join: bearer, enrolment and adjacency in one.</summary>
/// <param name="Ticket">What `invite` printed on the other host.</param>
/// <param name="Name">The IPC process's name; null: the layer's, a dot, and the first digits of the node id.</param>
public sealed record JoinRequest(string Ticket, string? Name = null);

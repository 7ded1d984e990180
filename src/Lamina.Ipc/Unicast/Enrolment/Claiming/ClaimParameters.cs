using Lamina.Core;
using Lamina.Security.Identities;
using Lamina.Security.Tickets;

namespace Lamina.Ipc.Unicast.Enrolment.Claiming;

/// <summary>How to come to a credential.</summary>
/// <param name="Destination">The name of a member that knows of the invitation, or of the layer.</param>
/// <param name="Ticket">The proof of being invited.</param>
/// <param name="Identity">Who comes. Not disposed of.</param>
public sealed record ClaimParameters(Name Destination, Ticket Ticket, NodeIdentity Identity);

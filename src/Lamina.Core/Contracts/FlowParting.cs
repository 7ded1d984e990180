namespace Lamina.Core;

/// <summary>A flow that was closed here, while the other end has not acknowledged it.</summary>
/// <param name="Ticket">What it takes to speak for its end.</param>
/// <param name="Reason">Why it was closed.</param>
public sealed record FlowParting(FlowTicket Ticket, CloseReason Reason);

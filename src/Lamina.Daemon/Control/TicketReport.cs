namespace Lamina.Daemon.Control;

/// <summary>A ticket that was given out. Whoever reads it can come by it.</summary>
/// <param name="Ticket">What the other host is told.</param>
/// <param name="Layer">Into which layer.</param>
/// <param name="Number">How to take it back.</param>
/// <param name="Uses">For how many nodes.</param>
/// <param name="NotAfter">Until when.</param>
/// <param name="Places">Where this host is to be found, in the ticket.</param>
public sealed record TicketReport(string Ticket, string Layer, string Number, int Uses, DateTimeOffset NotAfter, IReadOnlyList<string> Places)
{
    /// <summary>Name and version of this form.</summary>
    public string Schema { get; init; } = "lamina.ticket/1";

    /// <summary>What a person should know of it; null: nothing.</summary>
    public string? Warning { get; init; }
}

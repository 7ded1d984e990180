namespace Lamina.Daemon.Control;

/// <summary>The body of every answer that is not a success.</summary>
/// <param name="Code">"failed", "usage", "notFound", "denied" or "timeout".</param>
/// <param name="Message">What failed, and why.</param>
/// <param name="Hint">What to do next; may be empty.</param>
public sealed record ErrorReport(string Code, string Message, string Hint)
{
    public string Schema { get; init; } = Control.Schema.Error;
}

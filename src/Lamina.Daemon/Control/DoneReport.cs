namespace Lamina.Daemon.Control;

/// <summary>An operation is done, and there is something to know besides.</summary>
/// <param name="Message">A sentence for a person.</param>
public sealed record DoneReport(string Message)
{
    /// <summary>Name and version of this form.</summary>
    public string Schema { get; init; } = "lamina.done/1";
}

namespace Lamina.Daemon.Control;

/// <summary>What became of the configuration of a daemon, in a stack's status.</summary>
/// <param name="File">The file.</param>
/// <param name="AppliedAt">When what is in force was applied.</param>
/// <param name="Waiting">What still waits for other hosts in this stack.</param>
public sealed record ConfigurationReport(string File, DateTimeOffset AppliedAt, IReadOnlyList<WaitingStep> Waiting)
{
    /// <summary>When the file was read again last; null: never.</summary>
    public DateTimeOffset? ReloadedAt { get; init; }

    /// <summary>Why the last reload changed nothing, a sentence each; null where it succeeded or there was none.</summary>
    public IReadOnlyList<string>? ReloadFailure { get; init; }
}

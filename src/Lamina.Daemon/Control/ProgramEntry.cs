namespace Lamina.Daemon.Control;

/// <summary>A program whose processes get the flows of a name.</summary>
/// <param name="Path">Its file.</param>
/// <param name="Auto">It is started when a flow arrives and nobody is there.</param>
/// <param name="Arguments">What it is started with.</param>
/// <param name="State">Of one that is started: "process 4711", "not running", "failed to start: ..."; else empty.</param>
public sealed record ProgramEntry(string Path, bool Auto, IReadOnlyList<string> Arguments, string State);

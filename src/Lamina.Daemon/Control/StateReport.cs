namespace Lamina.Daemon.Control;

/// <summary>Where a stack keeps what outlives its daemon.</summary>
/// <param name="NodeId">Who it is: 32 hexadecimal digits.</param>
/// <param name="Directory">Its directory; null: in memory, for this run only.</param>
public sealed record StateReport(string NodeId, string? Directory = null);

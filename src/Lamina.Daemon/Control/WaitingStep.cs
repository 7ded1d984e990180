namespace Lamina.Daemon.Control;

/// <summary>A step of a configuration that is repeated until other hosts are there.</summary>
/// <param name="What">"enrolment of net.b through 'net.a'".</param>
/// <param name="Why">Why the last attempt failed; empty before it ended.</param>
public sealed record WaitingStep(string What, string Why);

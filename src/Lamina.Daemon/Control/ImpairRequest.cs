namespace Lamina.Daemon.Control;

/// <summary>POST /v1/ipcps/{name}/impair: makes the port of a udp process worse on purpose, from now on.</summary>
/// <param name="Impairment">As <c>delay=20ms,loss=1%</c>; <c>off</c>: no more.</param>
public sealed record ImpairRequest(string Impairment);

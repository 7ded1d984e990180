namespace Lamina.Daemon.Control;

/// <summary>GET /v1/capture?ipcp=NAME&amp;count=N&amp;snaplen=N: what passes the stack's bearers, as pcapng.</summary>
/// <param name="Ipcps">Bearers; none: all.</param>
/// <param name="Count">Packets after which it ends; 0: none.</param>
/// <param name="SnapLength">Most bytes of an IP packet that are kept; 0: all.</param>
public sealed record CaptureRequest(IReadOnlyList<string> Ipcps, long Count = 0, int SnapLength = 0);

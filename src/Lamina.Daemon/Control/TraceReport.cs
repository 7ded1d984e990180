namespace Lamina.Daemon.Control;

/// <summary>The answer to POST /v1/trace.</summary>
/// <param name="Name">The name.</param>
/// <param name="Qos">What the flow would have to give.</param>
/// <param name="Result">
/// "complete": the end has answered; "direct": a program of this stack, no layer; "unknown": nobody serves the name;
/// "noAnswer": a hop is silent; "noWay": a hop has no way on; "loop": packets go round.
/// </param>
/// <param name="Candidates">The layers that might give the flow, in the order of preference.</param>
/// <param name="Servers">Where the name is served in the chosen layer, who is asked first at the front.</param>
/// <param name="Hops">The way through the chosen layer, and below each hop that of the flow that it uses.</param>
/// <param name="Ipcp">The IPC process that gives the flow; null where none does.</param>
/// <param name="Layer">Its layer.</param>
/// <param name="Program">The program of a direct flow.</param>
/// <param name="Problem">Where and why it ended; null where it is complete or direct.</param>
/// <param name="Hint">The next command to try; null where there is none.</param>
public sealed record TraceReport(
    string Name,
    string Qos,
    string Result,
    IReadOnlyList<TraceCandidateEntry> Candidates,
    IReadOnlyList<TraceServerEntry> Servers,
    IReadOnlyList<TraceHopEntry> Hops,
    string? Ipcp = null,
    string? Layer = null,
    string? Program = null,
    string? Problem = null,
    string? Hint = null)
{
    public string Schema { get; init; } = Control.Schema.Trace;
}

using Lamina.Ipc.Tracing;

namespace Lamina.Ipc.Irm.Tracing;

/// <summary>From a name to a layer and a member.</summary>
/// <param name="DirectProgram">The program of this stack that gets the flow without any layer; null where a layer gives it.</param>
/// <param name="Candidates">The layers, in the order of preference.</param>
/// <param name="Servers">Where the name is served in the chosen layer, who is asked first at the front.</param>
public sealed record TracedName(
    string? DirectProgram, IReadOnlyList<TracedCandidate> Candidates, IReadOnlyList<ServerPlace> Servers)
{
    /// <summary>The layer that gives the flow; null where none does.</summary>
    public TracedCandidate? Chosen => Candidates.FirstOrDefault(candidate => candidate.Verdict == CandidateVerdict.Chosen);
}

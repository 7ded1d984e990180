namespace Lamina.Ipc.Irm.Tracing;

/// <summary>A layer that might give a flow; they are told in the order of preference.</summary>
/// <param name="Process">Its member in this stack.</param>
/// <param name="Layer">The layer.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="Depth">Unicast layers from it down to the bearers, itself included.</param>
/// <param name="Fits">True where it gives what the QoS spec asks for.</param>
/// <param name="WasSilent">True where it did not answer lately, so that it is asked last.</param>
/// <param name="Verdict">What became of it.</param>
public sealed record TracedCandidate(
    string Process, string Layer, IpcProcessKind Kind, int Depth, bool Fits, bool WasSilent, CandidateVerdict Verdict);

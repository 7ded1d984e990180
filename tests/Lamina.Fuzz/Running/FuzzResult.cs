namespace Lamina.Fuzz.Running;

/// <summary>What a run of a target has shown.</summary>
/// <param name="Executions">Inputs that it took.</param>
/// <param name="Accepted">Those that it did not refuse.</param>
/// <param name="Corpus">Inputs that were there at first.</param>
/// <param name="Behaviours">Different behaviours.</param>
/// <param name="WorstBytes">Most bytes allocated for an input.</param>
/// <param name="WorstInput">That input's length.</param>
/// <param name="WorstTime">The longest execution; another program on the processor counts too.</param>
/// <param name="Time">All of it.</param>
internal sealed record FuzzResult(
    long Executions, long Accepted, int Corpus, int Behaviours, long WorstBytes, int WorstInput, TimeSpan WorstTime, TimeSpan Time);

namespace Lamina.Fuzz.Running;

/// <summary>An input was too much for its target.</summary>
/// <param name="what">What it did.</param>
/// <param name="inputs">Which it was, last, and what a machine had got before it.</param>
/// <param name="cause">What escaped, if something did.</param>
internal sealed class FuzzFinding(string what, IReadOnlyList<byte[]> inputs, Exception? cause = null) : Exception(what, cause)
{
    /// <summary>The inputs since the target's birth; of a stateless one the last only.</summary>
    public IReadOnlyList<byte[]> Inputs { get; } = inputs;
}

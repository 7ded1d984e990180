namespace Samples;

/// <summary>The sample cannot go on, for the reason that its message gives.</summary>
internal sealed class SampleException(string message, int exitCode = 1) : Exception(message)
{
    public int ExitCode { get; } = exitCode;
}

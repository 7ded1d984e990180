namespace Lamina.Cli.Rendering;

/// <summary>What a person reads when something failed: what and why, then what to do.</summary>
public static class Failure
{
    /// <summary>Writes it and returns the exit code.</summary>
    public static int Write(TextWriter error, int exitCode, string message, string hint)
    {
        error.WriteLine($"lamina: {message}");
        if (hint.Length > 0)
        {
            error.WriteLine($"  try: {hint}");
        }

        return exitCode;
    }
}

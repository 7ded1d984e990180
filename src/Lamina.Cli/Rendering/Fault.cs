namespace Lamina.Cli.Rendering;

/// <summary>A fault of this program: its user gets a sentence all the same, and who reports it gets the details.</summary>
public static class Fault
{
    public const string Variable = "LAMINA_DEBUG";

    /// <summary>Writes it and returns the exit code.</summary>
    public static int Write(CliContext context, Exception fault) => Write(context.Error, context.Environment, fault);

    /// <summary>The same where there is no context yet, or none any more.</summary>
    public static int Write(TextWriter error, Func<string, string?> environment, Exception fault)
    {
        if (environment(Variable) is "1")
        {
            error.WriteLine(fault.ToString());
        }

        return Failure.Write(
            error,
            ExitCode.Failure,
            $"a fault of this program: {fault.Message}",
            $"the same with {Variable}=1, and report what it says where you have Lamina from");
    }
}

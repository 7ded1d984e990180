namespace Lamina.Cli.Doctor;

/// <summary>What a check has to say.</summary>
/// <param name="Severity">How much it matters.</param>
/// <param name="Check">Which check it was, as scripts know it: "udp-buffers".</param>
/// <param name="Message">What is so.</param>
/// <param name="Hint">What to do; may be empty.</param>
/// <param name="Stack">The stack that it is about; null: the machine.</param>
internal sealed record Finding(Severity Severity, string Check, string Message, string Hint, string? Stack = null)
{
    public static Finding Note(string check, string message, string hint = "") => new(Severity.Note, check, message, hint);

    public static Finding Warning(string check, string message, string hint = "") => new(Severity.Warning, check, message, hint);

    public static Finding Error(string check, string message, string hint = "") => new(Severity.Error, check, message, hint);
}

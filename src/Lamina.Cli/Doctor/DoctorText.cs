using Lamina.Cli.Doctor.Facts;
using Lamina.Cli.Rendering;

namespace Lamina.Cli.Doctor;

/// <summary>Findings as people read them: one a line, with what to do behind it.</summary>
internal static class DoctorText
{
    public static void Write(IReadOnlyList<Finding> findings, IReadOnlyList<StackFacts> stacks, TextWriter output, Style style)
    {
        bool several = stacks.Count > 1;
        foreach (Finding finding in findings)
        {
            output.WriteLine(Line(finding, several, style));
        }

        int errors = findings.Count(finding => finding.Severity == Severity.Error);
        int warnings = findings.Count(finding => finding.Severity == Severity.Warning);
        string answered = stacks.Count(stack => stack.Status is not null) is > 0 and var count ? $" and {Count(count, "stack")}" : "";
        output.WriteLine(errors + warnings == 0
            ? $"this machine{answered}: nothing is wrong"
            : $"this machine{answered}: {Count(errors, "error")}, {Count(warnings, "warning")}");
    }

    public static string Line(Finding finding, bool namesStack, Style style)
    {
        string severity = finding.Severity.ToString().ToLowerInvariant();
        string stack = namesStack && finding.Stack is not null ? $"[{finding.Stack}] " : "";
        string hint = finding.Hint.Length == 0 ? "" : $"; try: {finding.Hint}";
        string mark = finding.Severity == Severity.Note ? style.Dim(severity) : style.Warning(severity);
        return $"{mark}{new string(' ', 9 - severity.Length)}{stack}{finding.Message}{hint}";
    }

    private static string Count(int count, string what) => count == 1 ? $"1 {what}" : $"{count} {what}s";
}

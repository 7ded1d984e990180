using Lamina.Cli.Doctor.Facts;

namespace Lamina.Cli.Doctor.Checks;

/// <summary>Whether somebody made a port worse on purpose, and forgot.</summary>
internal static class ImpairmentCheck
{
    public static IEnumerable<Finding> Examine(StackFacts stack) =>
        from process in stack.Processes
        where process.Entry.Impairment is not null
        select Finding.Warning(
            "impairment", $"{process.Name} is impaired on purpose: {process.Entry.Impairment}", $"lamina ipcp impair {process.Name} off");
}

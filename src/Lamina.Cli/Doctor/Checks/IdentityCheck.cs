using Lamina.Cli.Doctor.Facts;

namespace Lamina.Cli.Doctor.Checks;

/// <summary>Whether a stack is who it was, and nobody else is.</summary>
internal static class IdentityCheck
{
    public static IEnumerable<Finding> Examine(StackFacts stack) =>
        (stack.Status?.State?.Warnings ?? []).Select(warning => Finding.Warning("identity", warning));
}

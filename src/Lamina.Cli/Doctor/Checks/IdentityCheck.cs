using Lamina.Cli.Doctor.Facts;

namespace Lamina.Cli.Doctor.Checks;

/// <summary>Whether a stack is who it was, nobody else is, and what its layers' authorities say of it holds.</summary>
internal static class IdentityCheck
{
    public static IEnumerable<Finding> Examine(StackFacts stack) =>
    [
        .. (stack.Status?.State?.Warnings ?? []).Select(warning => Finding.Warning("identity", warning)),
        .. from credential in stack.Status?.State?.Credentials ?? []
           where credential.Warning is not null
           select new Finding(credential.State == "warn" ? Severity.Warning : Severity.Error, "credential", credential.Warning!, credential.Hint ?? ""),
    ];
}

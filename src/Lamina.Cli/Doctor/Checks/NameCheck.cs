using Lamina.Cli.Doctor.Facts;
using Lamina.Daemon.Control;

namespace Lamina.Cli.Doctor.Checks;

/// <summary>Names that lead nowhere, and names that nobody else can find.</summary>
internal static class NameCheck
{
    public static IEnumerable<Finding> Examine(StackFacts stack)
    {
        foreach (NameEntry name in stack.Names)
        {
            bool isServed = name.Bindings.Count > 0 || name.Programs is { Count: > 0 };
            if (!isServed && name.Registrations.Count > 0)
            {
                yield return Finding.Warning(
                    "name", $"'{name.Name}' is registered with {string.Join(", ", name.Registrations)}, and nobody serves it",
                    $"start its server, or lamina unregister {name.Name} --ipcp {name.Registrations[0]}");
            }
            else if (name.Registrations.Count == 0 && IsForOthers(name))
            {
                yield return Finding.Note(
                    "name", $"'{name.Name}' is served, and registered in no layer: only programs of this stack reach it",
                    $"lamina register {name.Name} --layer LAYER");
            }

            foreach (ProgramEntry program in name.Programs ?? [])
            {
                if (program.State.StartsWith("failed", StringComparison.Ordinal))
                {
                    yield return Finding.Warning("program", $"{program.Path} behind '{name.Name}': {program.State}", "lamina name list");
                }
            }
        }
    }

    /// <summary>What --autobind binds an IPC process to need not be found by others, as long as nobody enrols through it.</summary>
    private static bool IsForOthers(NameEntry name) =>
        name.Programs is { Count: > 0 } || name.Bindings.Any(binding => !binding.StartsWith("ipcp ", StringComparison.Ordinal));
}

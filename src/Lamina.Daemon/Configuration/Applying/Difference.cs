using Lamina.Daemon.Configuration.Steps;

namespace Lamina.Daemon.Configuration.Applying;

/// <summary>What leads from steps that were done to steps that are wanted.</summary>
/// <param name="Undo">To be taken back, in this order.</param>
/// <param name="Do">To be done, in this order.</param>
/// <param name="Replaced">IPC processes that are made again because they say something else.</param>
public sealed record Difference(IReadOnlyList<ConfigStep> Undo, IReadOnlyList<ConfigStep> Do, IReadOnlyList<ProcessStep> Replaced)
{
    /// <summary>Compares.</summary>
    public static Difference Between(IReadOnlyList<ConfigStep> applied, IReadOnlyList<ConfigStep> wanted)
    {
        HashSet<ConfigStep> undo = [.. applied.Where(step => !wanted.Any(step.IsSameAs))];
        HashSet<string> gone = [.. undo.OfType<ProcessStep>().Select(process => process.Name)];
        // What such a process takes along is to be done again where it is still wanted.
        undo.UnionWith(applied.Where(step => step.Owners.Any(gone.Contains)));
        ConfigStep[] kept = [.. applied.Where(step => !undo.Contains(step))];
        return new Difference(
            [.. applied.Where(undo.Contains).Reverse()],
            [.. wanted.Where(step => !kept.Any(step.IsSameAs))],
            [.. wanted.OfType<ProcessStep>().Where(process => gone.Contains(process.Name))]);
    }
}

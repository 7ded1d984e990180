using Lamina.Cli.Doctor.Checks;
using Lamina.Cli.Doctor.Facts;

namespace Lamina.Cli.Doctor;

/// <summary>All checks. Each is a function of facts; none asks anybody anything.</summary>
internal static class Checkup
{
    private static readonly Func<MachineFacts, IEnumerable<Finding>>[] OfMachine =
    [
        DirectoryCheck.Examine, UdpBufferCheck.Examine, OffloadCheck.Examine, ClockCheck.Examine, LimitCheck.Examine, PlaceCheck.Examine,
    ];

    private static readonly Func<StackFacts, IEnumerable<Finding>>[] OfStack =
    [
        HealthFindings.Examine, IdentityCheck.Examine, ConfigurationCheck.Examine, AdjacencyCheck.Examine, NameCheck.Examine, LayerCheck.Examine, ImpairmentCheck.Examine,
        SharedMemoryCheck.Examine,
    ];

    /// <summary>What matters most comes first.</summary>
    public static IReadOnlyList<Finding> Examine(MachineFacts machine, IReadOnlyList<StackFacts> stacks)
    {
        IEnumerable<Finding> findings =
        [
            .. OfMachine.SelectMany(check => check(machine)),
            .. PortCheck.Examine(machine, stacks),
            .. stacks.SelectMany(stack => Examine(stack, machine.Version)),
        ];
        return [.. findings.OrderByDescending(finding => finding.Severity)];
    }

    /// <summary>What is to be said of one stack.</summary>
    public static IEnumerable<Finding> Examine(StackFacts stack, string version) => DaemonCheck.Examine(stack, version)
        .Concat(OfStack.SelectMany(check => check(stack)))
        .Select(finding => finding with { Stack = stack.Paths.Name });
}

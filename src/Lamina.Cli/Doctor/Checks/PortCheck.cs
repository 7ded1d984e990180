using Lamina.Cli.Doctor.Facts;

namespace Lamina.Cli.Doctor.Checks;

/// <summary>Whether somebody else has the port of udp layers.</summary>
internal static class PortCheck
{
    public static IEnumerable<Finding> Examine(MachineFacts facts, IReadOnlyList<StackFacts> stacks)
    {
        bool isOurs = stacks.Any(stack => stack.Status is null && stack.HasSocket)
            || stacks.SelectMany(stack => stack.Processes).Any(process => process.Entry.Type == "udp");
        if (facts.IsDefaultPortFree is false && !isOurs)
        {
            yield return Finding.Note(
                "udp-port", $"UDP port {MachineFactFinder.DefaultPort} is in use by another program: a udp layer needs another one",
                $"ss -ulpn sport = :{MachineFactFinder.DefaultPort}");
        }
    }
}

using Lamina.Cli.Doctor.Facts;

namespace Lamina.Cli.Doctor.Checks;

/// <summary>Containers and network namespaces: right, and often the reason why hosts do not see each other.</summary>
internal static class PlaceCheck
{
    public static IEnumerable<Finding> Examine(MachineFacts facts)
    {
        if (facts.IsContainer is true)
        {
            yield return Finding.Note(
                "container", "this is a container: other hosts reach its udp layers only where their port is published", "publish UDP port 3435");
        }
        else if (facts.HasOwnNetwork is true)
        {
            yield return Finding.Note("namespace", "this is a network namespace of its own: other hosts are reached through it only", "ip address");
        }
    }
}

using Lamina.Cli.Doctor.Facts;

namespace Lamina.Cli.Doctor.Checks;

/// <summary>Whether one call to the system carries many datagrams; without, udp layers work, and slower.</summary>
internal static class OffloadCheck
{
    public static IEnumerable<Finding> Examine(MachineFacts facts)
    {
        if (facts.Socket is { } socket && !(socket.CutsTrains && socket.JoinsTrains))
        {
            string missing = !socket.CutsTrains && !socket.JoinsTrains ? "UDP_SEGMENT and UDP_GRO"
                : socket.CutsTrains ? "UDP_GRO"
                : "UDP_SEGMENT";
            yield return Finding.Note(
                "udp-offload", $"the system has no {missing}: udp layers send and receive datagrams one by one", "a Linux kernel from 5.0 on has both");
        }
    }
}

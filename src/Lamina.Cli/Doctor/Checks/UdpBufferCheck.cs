using Lamina.Cli.Doctor.Facts;

namespace Lamina.Cli.Doctor.Checks;

/// <summary>Whether the system gives a UDP socket the room that a bearer asks for.</summary>
internal static class UdpBufferCheck
{
    /// <summary>What every distribution gives; less loses packets at moderate speed.</summary>
    private const long Usual = 200 << 10;

    public static IEnumerable<Finding> Examine(MachineFacts facts) => facts.Socket is not { } socket
        ? []
        :
        [
            .. Examine(socket.Receive, SocketFacts.AskedToReceive, "receive", "rmem_max"),
            .. Examine(socket.Send, SocketFacts.AskedToSend, "send", "wmem_max"),
        ];

    private static IEnumerable<Finding> Examine(long given, long asked, string what, string setting)
    {
        if (given < asked)
        {
            yield return new Finding(
                given < Usual ? Severity.Warning : Severity.Note,
                "udp-buffers",
                $"a UDP socket gets {given >> 10} KiB to {what}, and udp layers ask for {asked >> 10} KiB: bursts can be lost",
                $"sysctl -w net.core.{setting}={asked}");
        }
    }
}

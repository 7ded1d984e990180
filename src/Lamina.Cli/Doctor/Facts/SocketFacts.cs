namespace Lamina.Cli.Doctor.Facts;

/// <summary>What the system gives to a UDP socket, read back from one.</summary>
/// <param name="Receive">Bytes that it gets to receive.</param>
/// <param name="Send">Bytes that it gets to send.</param>
/// <param name="CutsTrains">One call sends many datagrams (UDP_SEGMENT).</param>
/// <param name="JoinsTrains">One call receives many (UDP_GRO).</param>
internal sealed record SocketFacts(long Receive, long Send, bool CutsTrains, bool JoinsTrains)
{
    /// <summary>Bytes that a udp bearer asks for to receive (Lamina.Bearers, ReceiveRoom).</summary>
    public const int AskedToReceive = 16 << 20;

    /// <summary>Bytes that it asks for to send (UdpPort).</summary>
    public const int AskedToSend = 64 << 10;
}

namespace Lamina.Cli.Doctor.Facts;

/// <summary>What the system gives to a UDP socket, read back from one.</summary>
/// <param name="Asked">Bytes of buffer that a bearer asks for in each direction.</param>
/// <param name="Receive">Bytes that it gets to receive.</param>
/// <param name="Send">Bytes that it gets to send.</param>
/// <param name="CutsTrains">One call sends many datagrams (UDP_SEGMENT).</param>
/// <param name="JoinsTrains">One call receives many (UDP_GRO).</param>
internal sealed record SocketFacts(long Asked, long Receive, long Send, bool CutsTrains, bool JoinsTrains);

namespace Lamina.Protocols.Flows;

/// <summary>What of FRCP outlives its runs: how far each side may go when the next one begins.</summary>
/// <param name="PeerPackets">Packets that the peer has room for.</param>
/// <param name="Packets">Packets of the window that this side gives; 0: its first size.</param>
/// <param name="Bytes">Bytes of it.</param>
internal readonly record struct RestingWindows(int PeerPackets, int Packets, int Bytes);

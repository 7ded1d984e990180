using Lamina.Core;

namespace Lamina.Ipc.Udp.Impairment;

/// <summary>A copy of a datagram until its time comes. Used again.</summary>
internal sealed class WaitingDatagram
{
    private byte[] _bytes = new byte[2048];

    public int Length { get; private set; }

    public UdpEndpoint Peer { get; private set; }

    /// <summary>True where nobody may cut it.</summary>
    public bool IsWhole { get; private set; }

    public Span<byte> Bytes => _bytes.AsSpan(0, Length);

    public void Fill(ReadOnlySpan<byte> bytes, in UdpEndpoint peer, bool isWhole)
    {
        if (bytes.Length > _bytes.Length)
        {
            _bytes = new byte[bytes.Length];
        }

        bytes.CopyTo(_bytes);
        (Length, Peer, IsWhole) = (bytes.Length, peer, isWhole);
    }
}

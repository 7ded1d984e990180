using Lamina.Bearers.Linux;
using Lamina.Core;

namespace Lamina.Spike.Layering;

/// <summary>Two layers over a UDP bearer, wired for one flow.</summary>
internal sealed class Stack
{
    /// <summary>What the two layers and the bearer put before a packet.</summary>
    public const int LowerHeaders = UdpBearer.HeaderLength + 2 * TransferHeader.Length;

    /// <summary>All that a datagram carries beside payload.</summary>
    public const int Headers = LowerHeaders + FrcpHeader.Length;

    private const uint Address1 = 0x0A000001;
    private const uint Address2 = 0x0B000001;
    private const ulong BearerEid = 0x9D3C_1F52_77A0_4E61;
    private const ulong Layer1Eid = 0x5B08_E2C4_903D_11F7;
    private const ulong Layer2Eid = 0xE71A_6640_2CB9_85D3;

    private readonly TransferLayer _layer1;
    private readonly TransferLayer _layer2;

    public Stack(SegmentedUdpSocket socket, UdpEndpoint peer)
    {
        Bearer = new UdpBearer(socket, peer, BearerEid);
        _layer1 = new TransferLayer(Address1, Layer1Eid, Bearer);
        _layer2 = new TransferLayer(Address2, Layer2Eid, _layer1);
        Bearer.Users.Add(BearerEid, _layer1);
        _layer1.Users.Add(Layer1Eid, _layer2);
    }

    public UdpBearer Bearer { get; }

    /// <summary>Where a flow's end sends to.</summary>
    public ILower Top => _layer2;

    /// <summary>Packets dropped on the way up.</summary>
    public long Dropped => Bearer.Dropped + _layer1.Dropped + _layer2.Dropped;

    public void Connect(IUpper user) => _layer2.Users.Add(Layer2Eid, user);

    /// <summary>All headers of a packet from here down, for who gathers instead of pushing.</summary>
    public static void WriteLowerHeaders(Span<byte> to)
    {
        System.Buffers.Binary.BinaryPrimitives.WriteUInt64BigEndian(to, BearerEid);
        TransferHeader.Write(to[UdpBearer.HeaderLength..], Address1, 1, Layer1Eid);
        TransferHeader.Write(to[(UdpBearer.HeaderLength + TransferHeader.Length)..], Address2, 1, Layer2Eid);
    }
}

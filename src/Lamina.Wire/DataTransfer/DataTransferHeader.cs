using Lamina.Core;

namespace Lamina.Wire.DataTransfer;

/// <summary>The data transfer header of a packet, read.</summary>
/// <param name="Destination">Where it goes.</param>
/// <param name="Ttl">Hops left.</param>
/// <param name="Cube">Its QoS class; unknown numbers are carried as they are.</param>
/// <param name="Ecn">Congestion that it met and its source's marker: a <see cref="CongestionByte"/>; 0: none.</param>
/// <param name="Eid">The end point at the destination; 0 to 63 are components of the member itself.</param>
public readonly record struct DataTransferHeader(Address Destination, byte Ttl, QosCube Cube, byte Ecn, ulong Eid)
{
    /// <summary>End points below this number are components of the IPC process.</summary>
    public const ulong FirstFlowEid = 64;

    /// <summary>The component that allocates flows.</summary>
    public const ulong FlowAllocatorEid = 0;

    /// <summary>The directory.</summary>
    public const ulong DirectoryEid = 1;

    /// <summary>Probes between neighbours: one byte, 1 asks, 2 answers. TTL 1: they never go further.</summary>
    public const ulong ProbeEid = 2;

    /// <summary>
    /// Tracing. A packet for it whose hops run out is not dropped: the member at which that happens answers it
    /// (<see cref="Tracing.TraceQuestion"/>).
    /// </summary>
    public const ulong TraceEid = 3;

    /// <summary>Questions of a neighbour how long a packet may be, and their answers (<see cref="Fragments.SizeProbe"/>). TTL 1.</summary>
    public const ulong SizeEid = 4;

    /// <summary>Parts of packets that are too long for the flow to a neighbour (<see cref="Fragments.PartHeader"/>). TTL 1.</summary>
    public const ulong PartEid = 5;

    /// <summary>Bandwidth that is kept for flows (<see cref="Reservations.ReserveMessage"/>).</summary>
    public const ulong ReservationEid = 6;

    /// <summary>In a secure layer: a packet for a component, sealed for a neighbour (docs/design/ADJACENCIES.md). TTL 1.</summary>
    public const ulong SealedEid = 7;
}

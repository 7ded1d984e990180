using Lamina.Wire.DataTransfer;

namespace Lamina.Wire.Allocation;

/// <summary>What the destination of a flow's packets tells their source.</summary>
/// <param name="Marker">The source's marker that is answered, 1 to 7; 0: none, nothing was asked.</param>
/// <param name="LeastLevel">Lowest level of the packets since the last report, see <see cref="CongestionByte"/>: what stands, whatever bursts do.</param>
/// <param name="MeanLevel">Mean level of their bytes.</param>
/// <param name="ReceivedBytes">Bytes that came before the first packet of the marker, since the flow began.</param>
/// <param name="Time">Microseconds of the destination's clock when it came; wraps, only differences mean something.</param>
public readonly record struct ArrivalReport(byte Marker, byte LeastLevel, byte MeanLevel, ulong ReceivedBytes, uint Time)
{
    /// <summary>True where the values are in their ranges.</summary>
    public bool IsValid => Marker <= CongestionByte.LastMarker && LeastLevel <= MeanLevel && MeanLevel <= CongestionByte.LastLevel;
}

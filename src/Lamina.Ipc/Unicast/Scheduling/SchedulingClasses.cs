using Lamina.Core;
using Lamina.Wire.DataTransfer;

namespace Lamina.Ipc.Unicast.Scheduling;

/// <summary>What follows from a class.</summary>
internal static class SchedulingClasses
{
    public const int Count = 4;

    private static readonly Duration[] Patience =
    [
        Duration.Forever,
        Duration.FromMilliseconds(QosSpec.Voice.Delay),
        Duration.FromMilliseconds(QosSpec.Video.Delay),
        Duration.Forever,
    ];

    public static SchedulingClass Of(QosCube cube, ulong eid) =>
        eid < DataTransferHeader.FirstFlowEid ? SchedulingClass.Control
        : cube == QosCube.Voice ? SchedulingClass.Voice
        : cube == QosCube.Video ? SchedulingClass.Video
        : SchedulingClass.BestEffort;

    /// <summary>After so long in a queue a packet is of no use to anybody.</summary>
    public static Duration PatienceOf(SchedulingClass which) => Patience[(int)which];
}

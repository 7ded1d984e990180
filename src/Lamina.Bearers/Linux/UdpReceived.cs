using Lamina.Core;

namespace Lamina.Bearers.Linux;

/// <summary>What a receive brought.</summary>
/// <param name="Status"><see cref="UdpStatus.Ok"/> when the rest means something.</param>
/// <param name="Length">Bytes in the buffer; 0 is an empty datagram.</param>
/// <param name="SegmentSize">Bytes of each datagram of the train but the last; <paramref name="Length"/> for a single one.</param>
/// <param name="Sender">Who sent it: a train has one sender.</param>
/// <param name="Waited">How long the first of them has lain in the system's queue; zero where the system does not say.</param>
public readonly record struct UdpReceived(UdpStatus Status, int Length, int SegmentSize, UdpEndpoint Sender, Duration Waited = default);

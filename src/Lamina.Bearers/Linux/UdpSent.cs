namespace Lamina.Bearers.Linux;

/// <summary>
/// How a send ended. Where segmentation offload is on it is all or nothing; without it <see cref="BytesSent"/> may be a
/// whole number of segments less than the train, and the rest is the caller's to send again or to drop.
/// </summary>
public readonly record struct UdpSent(UdpStatus Status, int BytesSent);

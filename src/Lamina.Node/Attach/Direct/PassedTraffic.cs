using Lamina.Core;
using Lamina.Wire.Attach;

namespace Lamina.Node.Attach.Direct;

/// <summary>What one flow carried past the daemon; says so, when it is time, by <see cref="TrafficReports"/>.</summary>
internal sealed class PassedTraffic(TrafficReports reports, AttachedFlow flow)
{
    private long _sentPackets;
    private long _sentBytes;
    private long _receivedPackets;
    private long _receivedBytes;

    /// <summary>There is something to say.</summary>
    public bool IsMoved { get; private set; }

    public void HandleSent(int packets, int bytes, Instant now)
    {
        _sentPackets += packets;
        _sentBytes += bytes;
        Note(now);
    }

    public void HandleReceived(int packets, int bytes, Instant now)
    {
        _receivedPackets += packets;
        _receivedBytes += bytes;
        Note(now);
    }

    /// <summary>What is to be said; there is nothing after that.</summary>
    public AttachTraffic Take()
    {
        IsMoved = false;
        return new AttachTraffic(flow.Number, _sentPackets, _sentBytes, _receivedPackets, _receivedBytes);
    }

    private void Note(Instant now)
    {
        if (!IsMoved)
        {
            IsMoved = true;
            reports.Add(this, now);
        }
    }
}

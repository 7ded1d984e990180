namespace Lamina.Ipc.Irm;

/// <summary>What flows carried that have ended: with what the living ones carry, a sum that only grows.</summary>
public sealed class FlowTraffic
{
    /// <summary>Packets sent by their owners.</summary>
    public long SentPackets { get; private set; }

    /// <summary>Bytes of these.</summary>
    public long SentBytes { get; private set; }

    /// <summary>Packets that came out.</summary>
    public long ReceivedPackets { get; private set; }

    /// <summary>Bytes of these.</summary>
    public long ReceivedBytes { get; private set; }

    /// <summary>Flows that there were.</summary>
    public long Flows { get; private set; }

    /// <summary>What the predecessor's flows carried.</summary>
    internal void Add(FlowTraffic former)
    {
        Flows += former.Flows;
        SentPackets += former.SentPackets;
        SentBytes += former.SentBytes;
        ReceivedPackets += former.ReceivedPackets;
        ReceivedBytes += former.ReceivedBytes;
    }

    internal void Add(FlowRecord flow)
    {
        Flows++;
        SentPackets += flow.SentPackets;
        SentBytes += flow.SentBytes;
        ReceivedPackets += flow.ReceivedPackets;
        ReceivedBytes += flow.ReceivedBytes;
    }
}

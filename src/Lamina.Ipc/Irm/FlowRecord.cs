using Lamina.Core;

namespace Lamina.Ipc.Irm;

/// <summary>What the stack knows of one flow: a line of "flow list".</summary>
public sealed class FlowRecord
{
    internal FlowRecord(long id, Name name, bool isIncoming, IpcProcess process, QosSpec qos, FlowOwner owner)
    {
        Id = id;
        Name = name;
        IsIncoming = isIncoming;
        Process = process;
        Qos = qos;
        Owner = owner;
    }

    /// <summary>A flow between two programs of this stack.</summary>
    internal FlowRecord(long id, Name name, QosSpec qos, FlowOwner requester, string acceptor)
    {
        Id = id;
        Name = name;
        Qos = qos;
        Owner = requester;
        AcceptorDescription = acceptor;
    }

    /// <summary>Its number (FID).</summary>
    public long Id { get; }

    /// <summary>The name that it was asked for by.</summary>
    public Name Name { get; }

    /// <summary>True where somebody else asked for it.</summary>
    public bool IsIncoming { get; }

    /// <summary>The IPC process that gives it; null for a direct flow: both ends are in this stack, and no layer is between.</summary>
    public IpcProcess? Process { get; internal set; }

    /// <summary>Who proved to be at the other end.</summary>
    public PeerIdentity Peer { get; init; }

    /// <summary>What it was asked to give.</summary>
    public QosSpec Qos { get; }

    /// <summary>What its layer gives of that at present; a direct flow is as it was asked for.</summary>
    public QosSpec AcceptedQos => Lower?.AcceptedQos ?? Qos;

    /// <summary>True while it carries packets; false while the layer says that it is down.</summary>
    public bool IsUp { get; internal set; } = true;

    /// <summary>Who uses it: "process 4711 (lamina)", "ipcp uni1". Of a direct flow: who asked for it.</summary>
    public string OwnerDescription => Owner.Description;

    /// <summary>Of a direct flow: who accepted it. Null for others: that is not in this stack, or another line.</summary>
    public string? AcceptorDescription { get; }

    /// <summary>Packets sent into it by its owner.</summary>
    public long SentPackets { get; internal set; }

    /// <summary>Bytes of these.</summary>
    public long SentBytes { get; internal set; }

    /// <summary>Packets that came out of it.</summary>
    public long ReceivedPackets { get; internal set; }

    /// <summary>Bytes of these.</summary>
    public long ReceivedBytes { get; internal set; }

    internal FlowOwner Owner { get; }

    /// <summary>As it was handed on; null for a direct one.</summary>
    internal Brokering.BrokeredFlow? Brokered { get; set; }

    /// <summary>The layer's own flow; null for a direct one.</summary>
    internal LowerFlow? Lower { get; set; }
}

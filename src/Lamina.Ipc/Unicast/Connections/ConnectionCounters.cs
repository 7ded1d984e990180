namespace Lamina.Ipc.Unicast.Connections;

/// <summary>Flows between this IPC process and others that came to nothing, by what did not fit. Both sides count.</summary>
public sealed class ConnectionCounters
{
    /// <summary>What came was no hello.</summary>
    public long Malformed { get; internal set; }

    /// <summary>The other side speaks another protocol.</summary>
    public long OtherProtocol { get; internal set; }

    /// <summary>The other side shares no version of the protocol.</summary>
    public long OtherVersion { get; internal set; }

    /// <summary>The other side is not in this layer.</summary>
    public long OtherLayer { get; internal set; }

    /// <summary>The other side has this member's address, or is this member.</summary>
    public long SameAddress { get; internal set; }

    /// <summary>In a secure layer: the other side was not who it had to be.</summary>
    public long NotProved { get; internal set; }

    /// <summary>In a secure layer: flows that were refused, since too many came of that host or of all.</summary>
    public long BeyondShare { get; internal set; }

    internal void Count(ConnectionFault fault)
    {
        switch (fault)
        {
            case ConnectionFault.OtherProtocol:
                OtherProtocol++;
                break;
            case ConnectionFault.OtherVersion:
                OtherVersion++;
                break;
            case ConnectionFault.OtherLayer:
                OtherLayer++;
                break;
            case ConnectionFault.Self or ConnectionFault.SameAddress:
                SameAddress++;
                break;
        }
    }
}

namespace Lamina.Ipc.Unicast.Connections;

/// <summary>Why two IPC processes do not fit together for a flow.</summary>
internal enum ConnectionFault
{
    /// <summary>They fit.</summary>
    None,

    /// <summary>Their components speak different protocols.</summary>
    OtherProtocol,

    /// <summary>They share no version of the protocol.</summary>
    OtherVersion,

    /// <summary>They are not members of one layer.</summary>
    OtherLayer,

    /// <summary>A process has reached itself.</summary>
    Self,

    /// <summary>Both own the same address.</summary>
    SameAddress,
}

namespace Lamina.Ipc;

/// <summary>The kinds of IPC process.</summary>
public enum IpcProcessKind
{
    /// <summary>A layer inside one stack: loops back.</summary>
    Local,

    /// <summary>A bearer over UDP and IP.</summary>
    Udp,

    /// <summary>Forwards and gives flows, over flows of other layers.</summary>
    Unicast,
}

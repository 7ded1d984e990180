using Lamina.Ipc;
using Lamina.Ipc.Udp.Impairment;

namespace Lamina.Node.Management;

/// <summary>A line of <c>ipcp list</c>.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="Layer">Its layer; null while it is in none.</param>
/// <param name="IsInsecure">True where its layer proves nothing.</param>
/// <param name="FlowCount">Flows that it gives.</param>
public sealed record IpcpInfo(string Name, IpcProcessKind Kind, string? Layer, bool IsInsecure, int FlowCount)
{
    /// <summary>True where members of its layer prove who they are, and its flows are sealed.</summary>
    public bool IsSecure { get; init; }

    /// <summary>True while it takes another one's place, and has not entered that one's layer yet.</summary>
    public bool IsRestarting { get; init; }

    /// <summary>How its port is made worse on purpose; null: not at all.</summary>
    public PortImpairment? Impairment { get; init; }
}

using System.Text.Json.Serialization;

namespace Lamina.Daemon.Control;

/// <summary>One IPC process, as lists show it.</summary>
/// <param name="Name">Its own name.</param>
/// <param name="Type">Its kind, as the command line spells it.</param>
/// <param name="Layer">The layer that it is a member of; null before bootstrap and enrolment.</param>
/// <param name="State">"created" or "operational".</param>
/// <param name="Insecure">True where its layer serves peers that prove nothing.</param>
/// <param name="Flows">Flows that it gives at present.</param>
public sealed record IpcpEntry(
    string Name,
    string Type,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Layer,
    string State,
    bool Insecure,
    int Flows)
{
    /// <summary>True where members of its layer prove who they are, and its flows are sealed; absent elsewhere.</summary>
    public bool? Secure { get; init; }

    /// <summary>How its port is made worse on purpose; absent where it is not.</summary>
    public string? Impairment { get; init; }
}

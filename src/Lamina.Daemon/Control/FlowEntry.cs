using System.Text.Json.Serialization;

namespace Lamina.Daemon.Control;

/// <summary>One flow that an IPC process gives.</summary>
/// <param name="Id">Its number in the stack.</param>
/// <param name="Ipcp">Who gives it.</param>
/// <param name="Layer">The layer that carries it.</param>
/// <param name="User">Who uses it, where that is known.</param>
/// <param name="State">How far it is: "pending" or "allocated".</param>
public sealed record FlowEntry(
    long Id,
    string Ipcp,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Layer,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? User,
    string State);

using System.Text.Json.Serialization;
using Lamina.Ipc.Irm.Naming;

namespace Lamina.Daemon.Control;

/// <summary>POST and DELETE /v1/bindings.</summary>
/// <param name="Kind">"program", "process" or "ipcp".</param>
/// <param name="Subject">Its path, process id or name.</param>
/// <param name="Name">The name; null where every binding of the subject is taken back.</param>
/// <param name="Auto">Start the program when a flow for the name arrives.</param>
/// <param name="Arguments">What it is started with.</param>
public sealed record BindingRequest(
    string Kind, string Subject, string? Name = null, bool Auto = false, IReadOnlyList<string>? Arguments = null)
{
    /// <summary>The user that asks, where it does not administer the stack; the server's word, never the caller's.</summary>
    [JsonIgnore]
    public BindingParty? Party { get; init; }
}

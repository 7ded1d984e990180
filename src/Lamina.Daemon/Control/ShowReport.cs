using System.Text.Json.Nodes;

namespace Lamina.Daemon.Control;

/// <summary>
/// GET /v1/ipcps/{name}/show/{what}: one table of an IPC process's inside. The fields of an item depend on the kind of
/// process and on what was asked; all items of a report have the same ones, in the same order.
/// </summary>
public sealed record ShowReport(string Ipcp, string What, IReadOnlyList<JsonObject> Items)
{
    public string Schema { get; init; } = Control.Schema.Show;
}

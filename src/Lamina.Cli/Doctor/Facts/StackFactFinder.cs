using System.Text.Json.Nodes;
using Lamina.Daemon.Client;
using Lamina.Daemon.Control;
using Lamina.Daemon.Hosting;

namespace Lamina.Cli.Doctor.Facts;

/// <summary>Asks a stack for all that status and doctor look at. What it cannot say is left out.</summary>
/// <param name="context">How stacks are reached.</param>
/// <param name="asksPeers">Bearers ask their peers whether they are there: up to a second.</param>
internal sealed class StackFactFinder(CliContext context, bool asksPeers)
{
    public async Task<StackFacts> FindAsync(StackPaths paths, CancellationToken cancel)
    {
        StackFacts facts = new(paths) { HasSocket = File.Exists(paths.ControlSocket) };
        IStackControl control = context.OpenControl(paths);
        using IDisposable? owned = control as IDisposable;
        try
        {
            Answer<StatusReport> status = await control.GetStatusAsync(cancel);
            if (!status.IsOk)
            {
                return facts with { Problem = status.Outcome.Message, Refusal = status.Outcome };
            }

            List<ProcessFacts> processes = [];
            foreach (IpcpEntry entry in status.Value.Ipcps)
            {
                processes.Add(await FindAsync(control, entry, cancel));
            }

            return facts with
            {
                Status = status.Value,
                Health = (await control.GetHealthAsync(cancel)).Value,
                Names = (await control.ListNamesAsync(cancel)).Value?.Names ?? [],
                Processes = processes,
            };
        }
        catch (DaemonUnreachableException unreachable)
        {
            return facts with { Problem = unreachable.Message, Unreachable = unreachable };
        }
    }

    private async Task<ProcessFacts> FindAsync(IStackControl control, IpcpEntry entry, CancellationToken cancel)
    {
        ProcessFacts facts = new(entry);
        if (entry.Layer is null || entry.Type is not ("unicast" or "udp"))
        {
            return facts;
        }

        JsonObject? info = await ShowAsync("info") is [{ } first, ..] ? first : null;
        return facts with
        {
            Info = info,
            Adjacencies = entry.Type == "unicast" || asksPeers ? [.. (await ShowAsync("adjacencies")).Select(Read)] : [],
            Members = entry.Type == "unicast" && await ShowAsync("lsdb") is { Count: > 0 } members ? members.Count : null,
            MaxPacketSize = info?["mps"]?.GetValue<int>(),
        };

        async Task<IReadOnlyList<JsonObject>> ShowAsync(string what) =>
            (await control.ShowAsync(entry.Name, what, cancel)).Value?.Items ?? [];
    }

    private static AdjacencyFacts Read(JsonObject item) => new(
        Text(item, "name") ?? Text(item, "peer") ?? "a neighbour",
        Text(item, "component") ?? "peer",
        Text(item, "state") ?? "up",
        Text(item, "problem") ?? "");

    private static string? Text(JsonObject item, string field) => item[field]?.ToString();
}

using Lamina.Daemon.Control;

namespace Lamina.Cli.Rendering;

/// <summary>IPC processes as people read them.</summary>
internal static class IpcpTable
{
    public static void Write(IEnumerable<IpcpEntry> ipcps, TextWriter output, Style style)
    {
        Table table = new("name", "type", "layer", "state");
        foreach (IpcpEntry entry in ipcps)
        {
            table.Add(entry.Name, entry.Type, entry.Layer ?? "-", StateOf(entry));
        }

        table.Write(output, style);
    }

    private static string StateOf(IpcpEntry entry) =>
        $"{entry.State}{(entry.Insecure ? ", insecure" : "")}{(entry.Impairment is null ? "" : ", impaired")}";
}

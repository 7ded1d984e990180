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

    private static string StateOf(IpcpEntry entry) => $"{SecurityOf(entry)}{(entry.Impairment is null ? "" : ", impaired")}";

    /// <summary>The state; with the word for layers whose members prove something, or were asked not to. Bearers and local layers prove nothing to anybody.</summary>
    public static string SecurityOf(IpcpEntry entry) =>
        entry.Insecure ? $"{entry.State}, insecure" : entry.Secure == true ? $"{entry.State}, secure" : entry.State;
}

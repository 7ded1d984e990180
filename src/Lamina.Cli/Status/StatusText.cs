using Lamina.Cli.Rendering;
using Lamina.Daemon.Control;

namespace Lamina.Cli.Status;

/// <summary>The status as people read it.</summary>
internal static class StatusText
{
    public static void Write(IReadOnlyList<StatusReport> reports, TextWriter output, Style style)
    {
        for (int i = 0; i < reports.Count; i++)
        {
            StatusReport report = reports[i];
            if (i > 0)
            {
                output.WriteLine();
            }

            output.WriteLine($"stack {report.Stack}: lamina {report.Version}, up {Duration(report.UptimeSeconds)}, "
                + $"{report.Use.Flows} flows, {report.Use.Buffers} packet buffers in use");
            DaemonText.Write(report, output, style);
            if (report.Ipcps.Count == 0)
            {
                output.WriteLine("  no IPC processes; begin with: lamina ipcp bootstrap NAME --type local --layer LAYER");
                continue;
            }

            IpcpTable.Write(report.Ipcps, output, style);
            string[] insecure = [.. report.Ipcps.Where(ipcp => ipcp.Insecure).Select(ipcp => ipcp.Layer ?? "-").Distinct()];
            if (insecure.Length > 0)
            {
                output.WriteLine(style.Warning($"insecure layers (peers prove nothing): {string.Join(", ", insecure)}"));
            }
        }
    }

    private static string Duration(long seconds) => seconds switch
    {
        < 120 => $"{seconds} s",
        < 7200 => $"{seconds / 60} min",
        _ => $"{seconds / 3600} h",
    };
}

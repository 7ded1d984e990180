using System.Globalization;
using Lamina.Cli.Doctor;
using Lamina.Cli.Doctor.Facts;
using Lamina.Cli.Rendering;
using Lamina.Daemon.Control;

namespace Lamina.Cli.Status;

/// <summary>The status as people read it: one screen for each stack.</summary>
internal static class StatusText
{
    private const int MostLines = 20;
    private const int MostNames = 8;

    public static void Write(IReadOnlyList<StackFacts> stacks, IReadOnlyList<Finding> findings, TextWriter output, Style style)
    {
        for (int i = 0; i < stacks.Count; i++)
        {
            if (i > 0)
            {
                output.WriteLine();
            }

            Write(stacks[i], output, style);
            foreach (Finding finding in findings.Where(finding => finding.Stack == stacks[i].Paths.Name))
            {
                output.WriteLine(DoctorText.Line(finding, namesStack: false, style));
            }
        }
    }

    private static void Write(StackFacts stack, TextWriter output, Style style)
    {
        StatusReport report = stack.Status!;
        output.WriteLine($"stack {report.Stack}: lamina {report.Version}, up {Duration(report.UptimeSeconds)}, "
            + $"{report.Use.Flows} flows, {report.Use.Buffers} packet buffers in use");
        DaemonText.Write(stack, output, style);
        if (report.Ipcps.Count == 0)
        {
            output.WriteLine("  no IPC processes; begin with: lamina ipcp bootstrap NAME --type local --layer LAYER");
        }
        else
        {
            WriteProcesses(stack, output, style);
        }

        string[] served = [.. stack.Names.Where(IsServed).Select(Describe)];
        if (served.Length > 0)
        {
            string more = served.Length > MostNames ? $" and {served.Length - MostNames} more: lamina name list" : "";
            output.WriteLine($"names served: {string.Join(", ", served.Take(MostNames))}{more}");
        }

        if (report.OverSocket is { Count: > 0 } programs)
        {
            output.WriteLine($"programs unshared (packets over the socket): process {string.Join(", ", programs.Take(MostNames))}{(programs.Count > MostNames ? ", ..." : "")}");
        }

        string[] insecure = [.. report.Ipcps.Where(ipcp => ipcp.Insecure).Select(ipcp => ipcp.Layer ?? "-").Distinct()];
        if (insecure.Length > 0)
        {
            output.WriteLine(style.Warning($"insecure layers (peers prove nothing): {string.Join(", ", insecure)}"));
        }
    }

    private static void WriteProcesses(StackFacts stack, TextWriter output, Style style)
    {
        Table table = new("name", "type", "layer", "state", "members", "neighbours", "flows");
        foreach (ProcessFacts process in stack.Processes.Take(MostLines))
        {
            IpcpEntry entry = process.Entry;
            table.Add(
                entry.Name, entry.Type, entry.Layer ?? "-", IpcpTable.SecurityOf(entry),
                process.Members is { } members ? Number(members) : "-", Neighbours(LayerSummary.Of(stack.Paths.Name, process)), Number(entry.Flows));
        }

        table.Write(output, style);
        if (stack.Processes.Count > MostLines)
        {
            output.WriteLine($"... and {stack.Processes.Count - MostLines} more: lamina ipcp list");
        }
    }

    private static string Neighbours(LayerSummary layer) => (layer.NeighboursUp, layer.NeighboursDown) switch
    {
        (0, 0) => "-",
        (var up, 0) => $"{up} up",
        (0, var down) => $"{down} not up",
        (var up, var down) => $"{up} up, {down} not up",
    };

    /// <summary>What --autobind gives to IPC processes alone is no service.</summary>
    private static bool IsServed(NameEntry name) =>
        name.Programs is { Count: > 0 } || name.Bindings.Any(binding => !binding.StartsWith("ipcp ", StringComparison.Ordinal));

    private static string Describe(NameEntry name) =>
        $"{name.Name} ({(name.Registrations.Count == 0 ? "this stack only" : string.Join(", ", name.Registrations))})";

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Duration(long seconds) => seconds switch
    {
        < 120 => $"{seconds} s",
        < 7200 => $"{seconds / 60} min",
        _ => $"{seconds / 3600} h",
    };
}

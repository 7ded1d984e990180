using System.CommandLine;
using Lamina.Cli.Rendering;
using Lamina.Daemon.Control;

namespace Lamina.Cli.Ipcp;

/// <summary>lamina ipcp list [--name N] [--type T] [--layer L] [--json]</summary>
internal static class ListCommand
{
    public static Command Create(CliContext context)
    {
        Option<string?> name = new("--name") { Description = "Only this one", HelpName = "IPCP" };
        Option<string?> type = IpcpType.CreateOption(required: false);
        Option<string?> layer = new("--layer") { Description = "Only members of this layer", HelpName = "LAYER" };
        Command command = new("list", "Lists IPC processes. Example: lamina ipcp list --layer unicast") { name, type, layer };
        command.SetQuestion(
            context,
            ControlJson.Default.IpcpList,
            async (stack, result, cancel) =>
            {
                Answer<IpcpList> answer = await stack.ListIpcpsAsync(cancel);
                return answer.IsOk ? Filter(answer.Value, result.GetValue(name), result.GetValue(type), result.GetValue(layer)) : answer;
            },
            list => IpcpTable.Write(list.Ipcps, context.Out, context.Style));
        return command;
    }

    private static IpcpList Filter(IpcpList list, string? name, string? type, string? layer) => list with
    {
        Ipcps = [.. list.Ipcps.Where(entry =>
            (name is null || entry.Name == name) && (type is null || entry.Type == type) && (layer is null || entry.Layer == layer))],
    };
}

using System.CommandLine;
using Lamina.Cli.Grammar;
using Lamina.Daemon.Control;

namespace Lamina.Cli.Ipcp;

/// <summary>lamina ipcp create NAME --type T</summary>
internal static class CreateCommand
{
    public static Command Create(CliContext context)
    {
        Argument<string> name = CommonOptions.Ipcp();
        Option<string?> type = IpcpType.CreateOption(required: true);
        Command command = new("create", "Creates an IPC process that is in no layer yet. Example: lamina ipcp create u1 --type unicast")
        {
            name, type,
        };
        command.SetOperation(context, (stack, result, cancel) =>
            stack.CreateAsync(new CreateRequest(result.GetRequiredValue(name), result.GetRequiredValue(type)!), cancel));
        return command;
    }
}

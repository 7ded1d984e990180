using System.CommandLine;
using Lamina.Cli.Grammar;

namespace Lamina.Cli.Ipcp;

/// <summary>lamina ipcp destroy NAME</summary>
internal static class DestroyCommand
{
    public static Command Create(CliContext context)
    {
        Argument<string> name = CommonOptions.Ipcp();
        Command command = new("destroy", "Leaves the layer and ends the IPC process. Example: lamina ipcp destroy uni2") { name };
        command.SetOperation(context, (stack, result, cancel) => stack.DestroyAsync(result.GetRequiredValue(name), cancel));
        return command;
    }
}

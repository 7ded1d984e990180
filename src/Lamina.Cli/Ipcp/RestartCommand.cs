using System.CommandLine;
using Lamina.Cli.Grammar;

namespace Lamina.Cli.Ipcp;

/// <summary>lamina ipcp restart NAME</summary>
internal static class RestartCommand
{
    public static Command Create(CliContext context)
    {
        Argument<string> name = CommonOptions.Ipcp();
        Command command = new(
            "restart",
            "Takes a unicast IPC process down as a crash would, and puts another one in its place: same layer, address, names and connections. "
            + "Its flows go on: data waits and is sent again. Where it cannot enter its layer within 25 s, they end. "
            + "Example: lamina ipcp restart uni2")
        {
            name,
        };
        command.SetOperation(context, (stack, result, cancel) => stack.RestartAsync(result.GetRequiredValue(name), cancel));
        return command;
    }
}

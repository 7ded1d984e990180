using System.CommandLine;
using Lamina.Cli.Grammar;
using Lamina.Daemon.Control;

namespace Lamina.Cli.Ipcp;

/// <summary>lamina ipcp disconnect NAME --dst D [--component dt|mgmt|all]</summary>
internal static class DisconnectCommand
{
    public static Command Create(CliContext context)
    {
        Argument<string> name = CommonOptions.Ipcp();
        Option<string> destination = AdjacencyOptions.Destination();
        Option<string?> component = AdjacencyOptions.Component();
        Command command = new("disconnect", "Takes an adjacency down. Example: lamina ipcp disconnect uni2 --dst uni1")
        {
            name, destination, component,
        };
        command.SetOperation(context, (stack, result, cancel) => stack.DisconnectAsync(
            result.GetRequiredValue(name),
            new ConnectRequest(result.GetRequiredValue(destination), result.GetValue(component) ?? "all"),
            cancel));
        return command;
    }
}

using System.CommandLine;
using System.Globalization;
using Lamina.Cli.Grammar;
using Lamina.Cli.Rendering;
using Lamina.Daemon.Control;

namespace Lamina.Cli.Flows;

/// <summary>lamina flow list</summary>
internal static class FlowCommand
{
    public static Command Create(CliContext context) =>
        Group.Create("flow", "Flows of this stack. Example: lamina flow list", CreateList(context));

    private static Command CreateList(CliContext context)
    {
        Command command = new("list", "Lists flows. Example: lamina flow list --json");
        command.SetQuestion(
            context,
            ControlJson.Default.FlowList,
            (stack, _, cancel) => stack.ListFlowsAsync(cancel),
            list =>
            {
                Table table = new("id", "name", "direction", "ipcp", "user", "qos", "state", "sent", "received");
                foreach (FlowEntry flow in list.Flows)
                {
                    table.Add(
                        Number(flow.Id), flow.Name, flow.Direction, flow.Ipcp ?? "-", UsersOf(flow), flow.Qos, flow.State,
                        Number(flow.SentPackets), Number(flow.ReceivedPackets));
                }

                table.Write(context.Out, context.Style);
            });
        return command;
    }

    private static string UsersOf(FlowEntry flow) => flow.Acceptor is null ? flow.User : $"{flow.User} > {flow.Acceptor}";

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}

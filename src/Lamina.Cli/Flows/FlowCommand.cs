using System.CommandLine;
using System.Globalization;
using Lamina.Cli.Grammar;
using Lamina.Cli.Rendering;
using Lamina.Core;
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
                Table table = new("id", "name", "direction", "ipcp", "user", "qos", "reserved", "state", "sent", "received");
                foreach (FlowEntry flow in list.Flows)
                {
                    table.Add(
                        Number(flow.Id), flow.Name, flow.Direction, flow.Ipcp ?? "-", UsersOf(flow), QosOf(flow), ReservedOf(flow), flow.State,
                        Number(flow.SentPackets), Number(flow.ReceivedPackets));
                }

                table.Write(context.Out, context.Style);
            });
        return command;
    }

    private static string UsersOf(FlowEntry flow) => flow.Acceptor is null ? flow.User : $"{flow.User} > {flow.Acceptor}";

    /// <summary>What was accepted, and what was asked for where that was more.</summary>
    private static string QosOf(FlowEntry flow) =>
        flow.AskedQos is { } asked && asked != flow.Qos ? $"{flow.Qos} (of {asked})" : flow.Qos;

    private static string ReservedOf(FlowEntry flow)
    {
        string kept = flow.ReservedBits == 0 ? "-" : RateText.Of(flow.ReservedBits);
        return flow.AskedBits == flow.ReservedBits ? kept : $"{kept} (of {RateText.Of(flow.AskedBits)})";
    }

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}

using System.CommandLine;
using Lamina.Cli.Grammar;
using Lamina.Core;

namespace Lamina.Cli.Tools.Ping;

/// <summary>lamina ping NAME [-c N] [-i SECONDS] [-s BYTES] [-q QOS] [--layer L] [--json] | --listen --name N</summary>
internal static class PingCommand
{
    public static Command Create(CliContext context)
    {
        ListenOptions sides = new();
        Option<int?> count = new Option<int?>("--count", "-c") { Description = "Packets to send; default: until interrupted", HelpName = "N" }
            .Within(1, 1_000_000_000);
        Option<double> interval = new Option<double>("--interval", "-i")
        {
            Description = "Seconds between packets",
            HelpName = "SECONDS",
            DefaultValueFactory = _ => 1,
        }.Within(0, 3600);
        Option<int> size = new Option<int>("--size", "-s")
        {
            Description = "Bytes of a packet",
            HelpName = "BYTES",
            DefaultValueFactory = _ => 64,
        }.Within(PingMessage.Length, 60_000);
        QosOptions qos = new();
        Option<bool> json = CommonOptions.Json();
        Command command = new("ping", "Measures round trips to a name. Example: lamina ping oping -c 4");
        sides.AddTo(command);
        command.Options.Add(count);
        command.Options.Add(interval);
        command.Options.Add(size);
        qos.AddTo(command);
        command.Options.Add(json);
        command.SetAction(async (result, cancel) =>
        {
            if (sides.ServerName(result) is { } name)
            {
                return await ToolServer.RunAsync(context, result, name, PingServer.ServeAsync, cancel);
            }

            PingPlan plan = new(
                result.GetValue(sides.Destination)!,
                result.GetValue(count),
                TimeSpan.FromSeconds(result.GetValue(interval)),
                result.GetValue(size),
                qos.Read(result, QosSpec.BestEffort));
            await using StackLease stack = await ToolStack.OpenAsync(context, result);
            await using Flow flow = await stack.Stack.AllocateAsync(
                plan.Name, plan.Qos, layer: result.GetValue(sides.Layer), cancellationToken: cancel);
            PacketSize.Examine(flow, plan.Size);
            return await new PingClient(context, flow, plan, result.GetValue(json)).RunAsync(cancel);
        });
        return command;
    }
}

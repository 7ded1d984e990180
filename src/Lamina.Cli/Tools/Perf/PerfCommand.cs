using System.CommandLine;
using System.Text.Json;
using Lamina.Cli.Grammar;
using Lamina.Cli.Rendering;
using Lamina.Core;

namespace Lamina.Cli.Tools.Perf;

/// <summary>lamina perf NAME [-t SECONDS | --bytes N] [-s BYTES] [-q QOS] [--uni|--bidir|--reverse] [--layer L] [--json] | --listen --name N</summary>
internal static class PerfCommand
{
    public static Command Create(CliContext context)
    {
        ListenOptions sides = new();
        Option<double> seconds = new Option<double>("--time", "-t")
        {
            Description = "Seconds to send",
            HelpName = "SECONDS",
            DefaultValueFactory = _ => 10,
        }.Within(0.1, 3600);
        Option<int> size = new Option<int>("--size", "-s")
        {
            Description = "Bytes of a packet",
            HelpName = "BYTES",
            DefaultValueFactory = _ => 1024,
        }.Within(PerfMessage.Length, PerfPlan.MaxSize);
        Option<string?> bytes = new("--bytes")
        {
            Description = "Send so much instead of for a time (1000, 64k, 200M, 1G), and compare the SHA-256 of both ends",
            HelpName = "N",
        };
        Option<bool> forward = new("--uni") { Description = "The client sends (default)" };
        Option<bool> reverse = new("--reverse") { Description = "The server sends" };
        Option<bool> both = new("--bidir") { Description = "Both send" };
        QosOptions qos = new();
        Option<bool> json = CommonOptions.Json();
        Command command = new("perf", "Measures goodput to a name. Example: lamina perf operf -t 5 -q data");
        sides.AddTo(command);
        foreach (Option option in new Option[] { seconds, bytes, size, forward, reverse, both, json })
        {
            command.Options.Add(option);
        }

        qos.AddTo(command);
        command.Validators.Add(result =>
        {
            if (new[] { forward, reverse, both }.Count(result.GetValue) > 1)
            {
                result.AddError("give one of --uni, --reverse and --bidir");
            }

            if (result.GetValue(bytes) is { } text && !ByteCount.TryParse(text, out _))
            {
                result.AddError($"--bytes {text}: it must be a number from 1 to 1024G, such as 5000, 64k, 200M or 1G");
            }
            else if (result.GetResult(bytes) is not null && result.GetResult(seconds) is { Implicit: false })
            {
                result.AddError("give --time or --bytes");
            }
        });
        command.SetAction(async (result, cancel) =>
        {
            if (sides.ServerName(result) is { } name)
            {
                return await ToolServer.RunAsync(context, result, name, (flow, stop) => PerfServer.ServeAsync(context, flow, stop), cancel);
            }

            PerfDirection direction = result.GetValue(reverse) ? PerfDirection.Reverse
                : result.GetValue(both) ? PerfDirection.Both
                : PerfDirection.Forward;
            long total = ByteCount.TryParse(result.GetValue(bytes) ?? "", out long number) ? number : 0;
            PerfPlan plan = new(direction, TimeSpan.FromSeconds(result.GetValue(seconds)), result.GetValue(size), total);
            await using StackLease stack = await ToolStack.OpenAsync(context, result);
            string destination = result.GetValue(sides.Destination)!;
            QosSpec spec = qos.Read(result, QosSpec.Data);
            await using Flow flow = await stack.Stack.AllocateAsync(
                destination, spec, layer: result.GetValue(sides.Layer), cancellationToken: cancel);
            PacketSize.Examine(flow, plan.Size);
            IReadOnlyList<PerfReport> reports = await Waiting.ForAsync(
                context, $"measuring goodput to {destination}", MeasureAsync(flow, plan, cancel));
            Print(context, new PerfDocument(destination, plan.Size, reports), result.GetValue(json));
            return cancel.IsCancellationRequested ? ExitCode.Interrupted
                : reports.All(report => report.IsIntact is not false) ? ExitCode.Ok
                : throw new CommandException(ExitCode.Failure, "what arrived is not what was sent", "a flow that keeps order and loses nothing: -q data");
        });
        return command;
    }

    private static async Task<IReadOnlyList<PerfReport>> MeasureAsync(Flow flow, PerfPlan plan, CancellationToken cancel)
    {
        using PerfSession session = new(flow, plan, sends: plan.ClientSends, receives: plan.ServerSends);
        if (!await session.RunClientAsync(cancel) || (plan.ClientSends && session.Peer is null))
        {
            cancel.ThrowIfCancellationRequested();
            throw new CommandException(ExitCode.Timeout, "the server did not answer", "lamina perf --listen --name NAME on the other side");
        }

        List<PerfReport> reports = [];
        if (session.Peer is { } peer)
        {
            reports.Add(PerfReport.From("to the server", peer, session.OwnHash));
        }

        if (plan.ServerSends)
        {
            reports.Add(PerfReport.From("from the server", session.Own, session.PeerHash));
        }

        return reports;
    }

    private static void Print(CliContext context, PerfDocument document, bool json)
    {
        if (json)
        {
            context.Out.WriteLine(JsonSerializer.Serialize(document, PerfJson.Default.PerfDocument));
            return;
        }

        foreach (PerfReport report in document.Reports)
        {
            context.Out.WriteLine(report);
        }
    }
}

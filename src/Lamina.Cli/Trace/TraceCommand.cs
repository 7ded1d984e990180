using System.CommandLine;
using System.Text.Json;
using Lamina.Cli.Grammar;
using Lamina.Daemon.Control;

namespace Lamina.Cli.Trace;

/// <summary>lamina trace NAME [-q QOS] [--layer L] [--json]</summary>
internal static class TraceCommand
{
    public static Command Create(CliContext context)
    {
        Argument<string> name = new("NAME") { Description = "The name of a server" };
        Option<string?> qos = CommonOptions.Qos();
        Option<string?> layer = CommonOptions.OnlyLayer();
        Option<bool> json = CommonOptions.Json();
        Command command = new(
            "trace", "Shows the way of a flow's packets, hop by hop and layer by layer, and why. Example: lamina trace oping")
        {
            name, qos, layer, json,
        };
        command.SetAction(async (result, cancel) =>
        {
            IStackControl control = context.OpenControl(GlobalOptions.StackIn(result, context));
            using IDisposable? closing = control as IDisposable;
            TraceRequest request = new(result.GetRequiredValue(name), result.GetValue(qos), result.GetValue(layer));
            Answer<TraceReport> answer = await control.TraceAsync(request, cancel);
            if (!answer.IsOk)
            {
                throw new CommandException(answer.Outcome);
            }

            TraceReport report = answer.Value;
            if (result.GetValue(json))
            {
                context.Out.WriteLine(JsonSerializer.Serialize(report, ControlJson.Default.TraceReport));
            }
            else
            {
                new TraceText(context.Out, context.Style).Write(report);
            }

            int code = CodeOf(report.Result);
            return code == ExitCode.Ok ? code : throw new CommandException(code, report.Problem ?? "the way is not complete", report.Hint ?? "");
        });
        return command;
    }

    private static int CodeOf(string result) => result switch
    {
        "complete" or "direct" => ExitCode.Ok,
        "unknown" => ExitCode.NotFound,
        _ => ExitCode.Timeout,
    };
}

using System.CommandLine;
using System.Text.Json;
using Lamina.Cli.Doctor;
using Lamina.Cli.Doctor.Facts;
using Lamina.Cli.Grammar;
using Lamina.Core;

namespace Lamina.Cli.Status;

/// <summary>lamina status: the stacks that run here; with --stack only that one.</summary>
internal static class StatusCommand
{
    public static Command Create(CliContext context)
    {
        Option<bool> json = CommonOptions.Json();
        Command command = new("status", "Shows the stacks that run here, their layers, neighbours and names, and what is wrong. Example: lamina status --json") { json };
        command.SetAction(async (result, cancel) =>
        {
            IReadOnlyList<StackFacts> stacks = await CollectAsync(result, context, cancel);
            Finding[] findings =
            [
                .. stacks.SelectMany(stack => Checkup.Examine(stack, VersionCommand.Number)).Where(finding => finding.Severity > Severity.Note),
            ];
            if (result.GetValue(json))
            {
                context.Out.WriteLine(JsonSerializer.Serialize(StatusDocument.Of(stacks, findings), StatusJson.Default.StatusDocument));
            }
            else
            {
                StatusText.Write(stacks, findings, context.Out, context.Style);
            }

            return ExitCode.Ok;
        });
        return command;
    }

    private static async Task<IReadOnlyList<StackFacts>> CollectAsync(ParseResult result, CliContext context, CancellationToken cancel)
    {
        IReadOnlyList<StackFacts> all = await StackChoice.FindAsync(context, result, asksPeers: false, cancel);
        // A socket that a killed daemon left behind matters only where it was asked for, or when nobody else answers.
        StackFacts[] running = [.. all.Where(stack => stack.Status is not null)];
        StackFacts? dead = all.FirstOrDefault(stack => stack.Status is null && (stack.IsNamed || running.Length == 0));
        return dead is null ? running
            : dead.Unreachable is { } unreachable ? throw unreachable
            : dead.Refusal is { Code: OutcomeCode.Denied } denied ? throw new CommandException(denied)
            : throw new CommandException(ExitCode.Failure, dead.Problem ?? $"stack {dead.Paths.Name} does not answer");
    }
}

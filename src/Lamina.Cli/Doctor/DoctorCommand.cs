using System.CommandLine;
using System.Text.Json;
using Lamina.Cli.Doctor.Facts;
using Lamina.Cli.Grammar;

namespace Lamina.Cli.Doctor;

/// <summary>lamina doctor [--fail-on error|warning|never] [--json]</summary>
internal static class DoctorCommand
{
    public static Command Create(CliContext context)
    {
        Option<bool> json = CommonOptions.Json();
        Option<string?> failOn = new Option<string?>("--fail-on")
        {
            Description = "What makes the exit code tell (warnings 7, errors 1): warning, error (warnings are 0), never",
            HelpName = "SEVERITY",
            DefaultValueFactory = _ => "warning",
        }.OneOf("warning", "error", "never");
        Command command = new(
            "doctor", "Says what is wrong on this machine and in its networks, and what to do. Example: lamina doctor --fail-on error")
        {
            failOn, json,
        };
        command.SetAction(async (result, cancel) =>
        {
            Task<MachineFacts> machine = MachineFactFinder.FindAsync(context, cancel);
            IReadOnlyList<StackFacts> stacks = await StackChoice.FindAsync(context, result, asksPeers: true, cancel);
            IReadOnlyList<Finding> findings = Checkup.Examine(await machine, stacks);
            if (result.GetValue(json))
            {
                context.Out.WriteLine(JsonSerializer.Serialize(new DoctorDocument(findings), DoctorJson.Default.DoctorDocument));
            }
            else
            {
                DoctorText.Write(findings, stacks, context.Out, context.Style);
            }

            return ExitCodeOf(findings, result.GetValue(failOn)!);
        });
        return command;
    }

    private static int ExitCodeOf(IReadOnlyList<Finding> findings, string failOn)
    {
        Severity worst = findings.Select(finding => finding.Severity).DefaultIfEmpty(Severity.Note).Max();
        return (worst, failOn) switch
        {
            (_, "never") or (Severity.Note, _) or (Severity.Warning, "error") => ExitCode.Ok,
            (Severity.Warning, _) => ExitCode.Degraded,
            _ => ExitCode.Failure,
        };
    }
}

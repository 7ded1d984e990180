using System.CommandLine;
using System.Text.Json;
using Lamina.Cli.Grammar;
using Lamina.Daemon.Control;

namespace Lamina.Cli.Naming;

/// <summary>lamina name would NAME --peer P [--json]: exit 0 where it would be given a flow, 5 where not.</summary>
internal static class WouldCommand
{
    public static Command Create(CliContext context)
    {
        Argument<string> name = RuleCommands.CreateName();
        Option<string> peer = new("--peer")
        {
            Description = "A node id, members (one of which no rule speaks), or anyone (one that proved nothing)",
            HelpName = "PEER",
            Required = true,
        };
        Option<bool> json = CommonOptions.Json();
        Command command = new(
            "would", "Says whether somebody would be given a flow to a name, and by which rule: exit 0, or 5. Example: lamina name would oping --peer members")
        {
            name, peer, json,
        };
        command.SetAction(async (result, cancel) =>
        {
            IStackControl control = context.OpenControl(GlobalOptions.StackIn(result, context));
            using IDisposable? owned = control as IDisposable;
            Answer<VerdictReport> answer =
                await control.Policies.WouldAsync(result.GetRequiredValue(name), result.GetRequiredValue(peer), cancel);
            if (!answer.IsOk)
            {
                throw new CommandException(answer.Outcome);
            }

            VerdictReport verdict = answer.Value;
            context.Out.WriteLine(result.GetValue(json)
                ? JsonSerializer.Serialize(verdict, ControlJson.Default.VerdictReport)
                : $"{(verdict.Allowed ? "allowed" : "denied")}, {verdict.Why}");
            return verdict.Allowed ? ExitCode.Ok : ExitCode.Denied;
        });
        return command;
    }
}

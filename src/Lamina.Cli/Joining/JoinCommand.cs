using System.CommandLine;
using Lamina.Cli.Grammar;
using Lamina.Cli.Rendering;
using Lamina.Daemon.Control;
using Lamina.Security.Tickets;

namespace Lamina.Cli.Joining;

/// <summary>lamina join TICKET [--name IPCP]</summary>
internal static class JoinCommand
{
    public static Command Create(CliContext context)
    {
        Argument<string[]> ticket = new("TICKET") { Description = "The line that `lamina invite` printed on the other host", Arity = ArgumentArity.OneOrMore };
        Option<string?> name = new("--name") { Description = "The name of this host's IPC process (default: the layer's, and the first digits of this node's id)", HelpName = "IPCP" };
        Option<bool> json = CommonOptions.Json();
        Command command = new(
            "join",
            "Joins a secure layer with a ticket: makes a udp bearer where none fits, becomes a member, and connects. Example: lamina join lamina1:aazq...")
        {
            ticket, name, json,
        };
        command.SetAction((result, token) =>
        {
            // A line that a mail or a terminal has broken arrives in parts.
            string text = string.Concat(result.GetRequiredValue(ticket));
            if (!Ticket.TryParse(text, out Ticket? read, out string problem))
            {
                throw new CommandException(ExitCode.Usage, $"this ticket {problem}", "lamina join TICKET, with the whole line that lamina invite printed");
            }

            return Management.AskAsync(
                context, result, json, ControlJson.Default.JoinReport,
                (stack, stop) => new(Waiting.ForAsync(
                    context, $"joining layer '{read!.Layer}' by {string.Join(" or ", read.Places)}", stack.JoinAsync(new JoinRequest(text, result.GetValue(name)), stop).AsTask())),
                report => Print(context, report), token);
        });
        return command;
    }

    private static void Print(CliContext context, JoinReport report)
    {
        string bearer = report.IsBearerNew ? "new udp bearer" : "udp bearer";
        context.Out.WriteLine($"{report.Ipcp} is a member of layer '{report.Layer}', connected to {report.Member} over {bearer} {report.Bearer} at {report.Local}");
        context.Error.WriteLine($"its credential is valid until {TimeText.Of(report.CredentialUntil)}");
    }
}

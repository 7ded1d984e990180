using System.CommandLine;
using Lamina.Cli.Grammar;
using Lamina.Cli.Rendering;
using Lamina.Daemon.Control;

namespace Lamina.Cli.Joining;

/// <summary>lamina invite LAYER [--uses N] [--expires TIME] [--names N]... [--valid TIME] | --list | --cancel NUMBER</summary>
internal static class InviteCommand
{
    public static Command Create(CliContext context)
    {
        Argument<string> layer = new("LAYER") { Description = "The layer's name; this host is its authority, or has an inviter's credential" };
        Option<int> uses = new Option<int>("--uses") { Description = "How many hosts may come with it (default: 1)", HelpName = "N", DefaultValueFactory = _ => 1 }.Within(1, 1000);
        Option<string?> expires = Life(context, "--expires", $"Until when: {LifeText.Forms} (default: 1d)");
        Option<string?> valid = Life(context, "--valid", "How long the credential of who comes is valid (default: 365d)");
        Option<string[]> names = CommonOptions.Repeated("--names", "NAME", "A name that who comes may register; once per name (default: any)");
        Option<bool> list = new("--list") { Description = "Lists the invitations that this host has given out" };
        Option<string?> cancel = new("--cancel") { Description = "Takes an invitation back; the credentials of who has come stay", HelpName = "NUMBER" };
        Option<bool> json = CommonOptions.Json();
        Command command = new(
            "invite", "Prints a ticket, with which another host joins a secure layer; whoever reads it can use it. Example: lamina invite net --expires 2h")
        {
            layer, uses, expires, valid, names, list, cancel, json,
        };
        command.SetAction((result, token) =>
        {
            string of = result.GetRequiredValue(layer);
            return result.GetValue(list) ? Management.AskAsync(
                    context, result, json, ControlJson.Default.InvitationList, (stack, stop) => ListAsync(stack, of, stop), all => Print(context, all), token)
                : result.GetValue(cancel) is { } number ? Management.DoAsync(context, result, (stack, stop) => stack.CancelInvitationAsync(number, stop), token)
                : Management.AskAsync(
                    context, result, json, ControlJson.Default.TicketReport,
                    (stack, stop) => stack.InviteAsync(
                        new InviteRequest(of, result.GetValue(uses), Seconds(context, result.GetValue(expires)), result.GetValue(names), Seconds(context, result.GetValue(valid))), stop),
                    ticket => Print(context, ticket), token);
        });
        return command;
    }

    private static async ValueTask<Answer<InvitationList>> ListAsync(IStackControl stack, string layer, CancellationToken cancel)
    {
        Answer<InvitationList> all = await stack.ListInvitationsAsync(cancel);
        return all.IsOk ? all.Value with { Invitations = [.. all.Value.Invitations.Where(one => one.Layer == layer)] } : all;
    }

    /// <summary>The ticket alone is data: it goes through a pipe.</summary>
    private static void Print(CliContext context, TicketReport ticket)
    {
        context.Out.WriteLine(ticket.Ticket);
        context.Error.WriteLine($"for {(ticket.Uses == 1 ? "one host" : $"{ticket.Uses} hosts")}, until {TimeText.Of(ticket.NotAfter)}, to this one at {string.Join(" or ", ticket.Places)}");
        context.Error.WriteLine($"there: lamina join TICKET; to take it back: lamina invite {ticket.Layer} --cancel {ticket.Number}");
        if (ticket.Warning is { } warning)
        {
            context.Error.WriteLine(warning);
        }
    }

    private static void Print(CliContext context, InvitationList list)
    {
        Table table = new("number", "state", "used", "until", "nodes");
        foreach (InvitationEntry one in list.Invitations)
        {
            table.Add(
                one.Number, one.State == "usedUp" ? "used up" : one.State, $"{one.Uses - one.Left} of {one.Uses}", TimeText.Of(one.NotAfter),
                one.UsedBy.Count == 0 ? "-" : string.Join(", ", one.UsedBy.Select(node => node[..Math.Min(16, node.Length)])));
        }

        table.Write(context.Out, context.Style);
    }

    private static Option<string?> Life(CliContext context, string name, string description)
    {
        Option<string?> option = new(name) { Description = description, HelpName = "TIME" };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && !LifeText.TryParse(result.Tokens[0].Value, context.Clock.GetUtcNow(), out _))
            {
                result.AddError($"{name} {result.Tokens[0].Value}: it must be {LifeText.Forms}, in the future");
            }
        });
        return option;
    }

    private static long? Seconds(CliContext context, string? text) =>
        text is not null && LifeText.TryParse(text, context.Clock.GetUtcNow(), out TimeSpan life) ? (long)Math.Ceiling(life.TotalSeconds) : null;
}

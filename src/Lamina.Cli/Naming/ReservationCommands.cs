using System.CommandLine;
using Lamina.Cli.Grammar;
using Lamina.Daemon.Control;

namespace Lamina.Cli.Naming;

/// <summary>lamina name reserve NAME --user U... --group G..., lamina name release NAME</summary>
internal static class ReservationCommands
{
    public static Command CreateReserve(CliContext context)
    {
        Argument<string> name = RuleCommands.CreateName();
        Option<string[]> users = CommonOptions.Repeated("--user", "USER", "This user; once per user");
        Option<string[]> groups = CommonOptions.Repeated("--group", "GROUP", "All users of this group; once per group");
        Command command = new(
            "reserve", "Lets only these users of this host stand behind a name, besides who administers the stack; what is bound stays. Example: lamina name reserve web --user www-data")
        {
            name, users, groups,
        };
        command.Validators.Add(result =>
        {
            if (result.GetResult(users) is null or { Implicit: true } && result.GetResult(groups) is null or { Implicit: true })
            {
                result.AddError("say for whom: --user USER or --group GROUP");
            }
        });
        command.SetOperation(context, (stack, result, cancel) => stack.Policies.ReserveAsync(
            new ReservationRequest(result.GetRequiredValue(name), result.GetValue(users), result.GetValue(groups)), cancel));
        return command;
    }

    public static Command CreateRelease(CliContext context)
    {
        Argument<string> name = RuleCommands.CreateName();
        Command command = new("release", "Lets any user who may use this stack stand behind a name again. Example: lamina name release web") { name };
        command.SetOperation(context, (stack, result, cancel) => stack.Policies.ReserveAsync(new ReservationRequest(result.GetRequiredValue(name)), cancel));
        return command;
    }
}

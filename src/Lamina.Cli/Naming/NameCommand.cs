using System.CommandLine;
using Lamina.Cli.Grammar;
using Lamina.Cli.Rendering;
using Lamina.Daemon.Control;

namespace Lamina.Cli.Naming;

/// <summary>lamina name list</summary>
internal static class NameCommand
{
    public static Command Create(CliContext context) =>
        Group.Create(
            "name",
            "Names of this stack, who may have flows to them, and who may stand behind them. Example: lamina name list",
            CreateList(context),
            RuleCommands.CreateAdd(context, "allow", allows: true),
            RuleCommands.CreateAdd(context, "deny", allows: false),
            RuleCommands.CreateRetract(context),
            RulesCommand.Create(context),
            WouldCommand.Create(context),
            ReservationCommands.CreateReserve(context),
            ReservationCommands.CreateRelease(context));

    private static Command CreateList(CliContext context)
    {
        Command command = new("list", "Lists names, what stands behind them and where they are registered. Example: lamina name list");
        command.SetQuestion(
            context,
            ControlJson.Default.NameList,
            (stack, _, cancel) => stack.ListNamesAsync(cancel),
            list =>
            {
                Table table = new("name", "bound to", "registered with");
                foreach (NameEntry entry in list.Names)
                {
                    table.Add(
                        entry.Name,
                        Join([.. entry.Bindings, .. (entry.Programs ?? []).Select(Describe)]),
                        Join(entry.Registrations));
                }

                table.Write(context.Out, context.Style);
            });
        return command;
    }

    private static string Describe(ProgramEntry program) =>
        program.Auto ? $"program {program.Path} (auto; {program.State})" : $"program {program.Path}";

    private static string Join(IReadOnlyList<string> items) => items.Count == 0 ? "-" : string.Join(", ", items);
}

using System.CommandLine;
using System.Globalization;
using Lamina.Cli.Rendering;
using Lamina.Daemon.Control;

namespace Lamina.Cli.Naming;

/// <summary>lamina name rules [NAME] [--json]</summary>
internal static class RulesCommand
{
    public static Command Create(CliContext context)
    {
        Argument<string?> name = new("NAME") { Description = "Only of this name", Arity = ArgumentArity.ZeroOrOne };
        Command command = new(
            "rules", "Lists who may have flows to names, and for whom names are reserved; the first rule that matches decides. Example: lamina name rules oping")
        {
            name,
        };
        command.SetQuestion(
            context,
            ControlJson.Default.PolicyList,
            (stack, result, cancel) => stack.Policies.ListRulesAsync(result.GetValue(name), cancel),
            list =>
            {
                Table table = new("name", "rule", "flows", "peer");
                foreach (PolicyEntry entry in list.Names)
                {
                    Add(table, entry);
                }

                table.Write(context.Out, context.Style);
            });
        return command;
    }

    private static void Add(Table table, PolicyEntry entry)
    {
        int number = 0;
        foreach (RuleEntry rule in entry.Rules)
        {
            table.Add(entry.Name, (++number).ToString(CultureInfo.InvariantCulture), rule.Verdict, rule.Peer);
        }

        if (entry.Others != PolicyEntry.Decided)
        {
            (string verdict, string peer) = entry.Others == PolicyEntry.Nobody ? (RuleEntry.Deny, "all others")
                : (RuleEntry.Allow, entry.Rules.Count == 0 ? "members" : "other members");
            table.Add(entry.Name, "-", verdict, peer);
        }

        if (entry.Users is not null || entry.Groups is not null)
        {
            string[] holders = [.. entry.Users ?? [], .. (entry.Groups ?? []).Select(group => $"the group {group}")];
            table.Add(entry.Name, "-", "reserved", $"for {string.Join(", ", holders)}");
        }
    }
}

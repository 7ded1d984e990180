using System.CommandLine;
using Lamina.Cli.Grammar;
using Lamina.Daemon.Control;

namespace Lamina.Cli.Naming;

/// <summary>lamina name allow|deny NAME --peer ID|members|anyone [--at N], lamina name retract NAME --peer P|--all</summary>
internal static class RuleCommands
{
    public static Command CreateAdd(CliContext context, string verb, bool allows)
    {
        Argument<string> name = CreateName();
        Option<string> peer = new("--peer") { Description = PeerText, HelpName = "PEER", Required = true };
        Option<int?> at = new Option<int?>("--at") { Description = "The rule's number from then on; default: the last. The first rule that matches decides", HelpName = "N" }.Within(1, 256);
        Command command = new(
            verb,
            allows
                ? "Lets somebody have flows to a name, and from then on nobody whom no rule allows. Example: lamina name allow oping --peer members"
                : "Refuses flows to a name. Example: lamina name deny oping --peer anyone")
        {
            name, peer, at,
        };
        command.SetOperation(context, (stack, result, cancel) => stack.Policies.AddRuleAsync(
            new RuleRequest(result.GetRequiredValue(name), result.GetRequiredValue(peer), allows, result.GetValue(at)), cancel));
        return command;
    }

    public static Command CreateRetract(CliContext context)
    {
        Argument<string> name = CreateName();
        Option<string?> peer = new("--peer") { Description = "The rule about this peer", HelpName = "PEER" };
        Option<bool> all = new("--all") { Description = "All rules: every member may have flows again" };
        Command command = new("retract", "Takes rules of a name back. Example: lamina name retract oping --peer members") { name, peer, all };
        command.Validators.Add(result =>
        {
            if (result.GetValue(all) == result.GetResult(peer) is { Implicit: false })
            {
                result.AddError("say which rule: --peer PEER, or --all");
            }
        });
        command.SetOperation(context, (stack, result, cancel) => stack.Policies.RetractRuleAsync(
            new RuleRequest(result.GetRequiredValue(name), result.GetValue(peer)), cancel));
        return command;
    }

    public const string PeerText = "A node id (64 digits, as `lamina status` there says it), members (of the layer), or anyone";

    public static Argument<string> CreateName() => new("NAME") { Description = "The name" };
}

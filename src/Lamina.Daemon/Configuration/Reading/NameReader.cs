using Lamina.Core;
using Lamina.Daemon.Configuration.Steps;
using Lamina.Daemon.Control;
using Lamina.Ipc.Irm.Rules;
using Lamina.Node.Access;

namespace Lamina.Daemon.Configuration.Reading;

/// <summary>Reads what is said of a name: <c>{ "name", "rules": [ { "allow": "members" } ], "reserve": { "users": [], "groups": [] } }</c>.</summary>
internal sealed class NameReader(ConfigObject name)
{
    private const string Example = "{ \"allow\": \"members\" }, { \"deny\": \"NODE ID\" }";

    public NameStep? Read()
    {
        string? text = name.RequiredName("name", "\"name\": \"served\"");
        List<RuleEntry> entries = [];
        NameRules rules = NameRules.None;
        foreach (ConfigObject rule in name.Objects("rules"))
        {
            string? allow = rule.Text(RuleEntry.Allow);
            string? deny = rule.Text(RuleEntry.Deny);
            rule.Finish();
            if ((allow is null) == (deny is null))
            {
                rule.Note(rule.Position, "a rule says either \"allow\" or \"deny\", and who", Example);
            }
            else if (!RulePeer.TryParse(allow ?? deny, out RulePeer peer, out Outcome refusal))
            {
                rule.Note(rule.Position, refusal.Message, refusal.Hint);
            }
            else if (rules.TryAdd(new NameRule(allow is not null, peer), null, out rules) is { IsOk: false } useless)
            {
                rule.Note(rule.Position, useless.Message, "the first rule that matches decides: put it before, or leave it out");
            }
            else
            {
                entries.Add(new RuleEntry(allow is not null ? RuleEntry.Allow : RuleEntry.Deny, peer.ToString()));
            }
        }

        AccessList? reserved = AccessReader.ReadList(name, "reserve", mayBeAll: false);
        if (!name.Has("rules") && !name.Has("reserve"))
        {
            name.Note(name.Position, "say which nodes may have flows to the name, or which users may stand behind it", "\"rules\": [ { \"allow\": \"members\" } ], or \"reserve\": { \"users\": [\"served\"] }");
        }

        name.Finish();
        return text is null ? null : new NameStep(name.Position, new RuleSetRequest(
            text, entries, reserved?.Users.Select(user => user.Name).ToArray(), reserved?.Groups.Select(group => group.Name).ToArray()));
    }
}

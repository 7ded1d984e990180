using Lamina.Core;
using Lamina.Daemon.Control;

namespace Lamina.Cli.Tests;

/// <content>Rules and reservations.</content>
internal sealed partial class RecordingControl : IPolicyControl
{
    public VerdictReport Verdict { get; set; } = new("oping", "members", true, 2, "by rule 2: allow members");

    public IPolicyControl Policies => this;

    public ValueTask<Answer<PolicyList>> ListRulesAsync(string? name, CancellationToken cancel) => Ask(
        $"rules {name}",
        new PolicyList([new PolicyEntry("oping", [new RuleEntry("deny", "3f2a"), new RuleEntry("allow", "members")], PolicyEntry.Nobody, ["alice"], ["team"])]));

    public ValueTask<Outcome> AddRuleAsync(RuleRequest request, CancellationToken cancel) => Do("add", request, ControlJson.Default.RuleRequest);

    public ValueTask<Outcome> RetractRuleAsync(RuleRequest request, CancellationToken cancel) => Do("retract", request, ControlJson.Default.RuleRequest);

    public ValueTask<Outcome> SetRulesAsync(RuleSetRequest request, CancellationToken cancel) => Do("set", request, ControlJson.Default.RuleSetRequest);

    public ValueTask<Outcome> ReserveAsync(ReservationRequest request, CancellationToken cancel) =>
        Do("reserve", request, ControlJson.Default.ReservationRequest);

    public ValueTask<Answer<VerdictReport>> WouldAsync(string name, string peer, CancellationToken cancel) => Ask($"would {name} {peer}", Verdict);
}

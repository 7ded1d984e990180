namespace Lamina.Daemon.Control;

/// <summary>GET /v1/would.</summary>
/// <param name="Name">The name.</param>
/// <param name="Peer">Who was asked about.</param>
/// <param name="Allowed">It would be given a flow, as far as the name's rules go.</param>
/// <param name="Rule">The number of the rule that says so; 0: none.</param>
/// <param name="Why">For a person: "by rule 2: allow members".</param>
public sealed record VerdictReport(string Name, string Peer, bool Allowed, int Rule, string Why)
{
    public string Schema { get; init; } = Control.Schema.Verdict;
}

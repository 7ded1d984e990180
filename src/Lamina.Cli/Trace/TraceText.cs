using System.Globalization;
using Lamina.Cli.Rendering;
using Lamina.Daemon.Control;

namespace Lamina.Cli.Trace;

/// <summary>
/// A trace as people read it: who gives the flow, who serves the name, then the hops; below each hop, further in, the way of the flow
/// that it passes the packets on by.
/// </summary>
internal sealed class TraceText(TextWriter output, Style style)
{
    private const int Step = 4;

    public void Write(TraceReport report)
    {
        if (report.Program is { } program)
        {
            output.WriteLine($"{report.Name} is served in this stack by {program}: a direct flow, without any layer");
            return;
        }

        output.WriteLine(report.Layer is { } layer
            ? $"{style.Bold(report.Name)} in layer {layer}, given by {report.Ipcp} ({Count(report.Candidates.Count, "candidate")}, QoS {report.Qos})"
            : $"{style.Bold(report.Name)}: no layer gives a flow ({Count(report.Candidates.Count, "candidate")}, QoS {report.Qos})");
        WriteCandidates(report.Candidates);
        WriteServers(report.Servers);
        WriteHops(report.Hops, 0);
        if (report is { Result: "complete", Servers: [var server, ..] })
        {
            TraceHopEntry end = report.Hops[^1];
            output.WriteLine($"{report.Name} is served {(end.Type == "unicast" ? $"by {end.Ipcp}, address {end.Address}" : $"at {server.Place}")}");
        }
    }

    private void WriteCandidates(IReadOnlyList<TraceCandidateEntry> candidates)
    {
        int layer = candidates.Select(candidate => candidate.Layer.Length).DefaultIfEmpty(0).Max();
        int ipcp = candidates.Select(candidate => candidate.Ipcp.Length).DefaultIfEmpty(0).Max();
        foreach (TraceCandidateEntry candidate in candidates)
        {
            string what = candidate.Depth == 0 ? candidate.Type : $"{candidate.Type}, depth {candidate.Depth}";
            output.WriteLine($"  {candidate.Layer.PadRight(layer)}  {candidate.Ipcp.PadRight(ipcp)}  {what,-16}  {candidate.Why}");
        }
    }

    private void WriteServers(IReadOnlyList<TraceServerEntry> servers)
    {
        if (servers.Count > 1)
        {
            string all = string.Join(", ", servers.Select(server => server.Cost is { } cost ? $"{server.Place} (cost {cost})" : $"{server.Place} (cost unknown)"));
            output.WriteLine($"  served at {Count(servers.Count, "member")}, the nearest first: {all}");
        }
    }

    private void WriteHops(IReadOnlyList<TraceHopEntry> hops, int indent)
    {
        if (hops.Count == 0)
        {
            return;
        }

        string margin = new(' ', indent);
        int ipcp = hops.Max(hop => hop.Address is null ? 0 : hop.Ipcp?.Length ?? 0);
        int address = hops.Max(hop => hop.Address?.Length ?? 0);
        foreach (TraceHopEntry hop in hops)
        {
            output.WriteLine($"{margin}{hop.Hop,3} {Describe(hop, ipcp, address)}");
            if (hop.Below is { } below)
            {
                WriteHops(below, indent + Step);
            }
        }
    }

    private string Describe(TraceHopEntry hop, int ipcp, int address) => hop.Type switch
    {
        "udp" => $"udp {hop.Local} -> {hop.Remote}, layer {hop.Layer}, {hop.PathBytes} B{(hop.PathKnown == true ? "" : " at least")}",
        "local" => $"local, layer {hop.Layer}: inside this stack",
        "none" => style.Warning(hop.Problem ?? "nothing is known"),
        _ => $"{(hop.Ipcp ?? "").PadRight(ipcp)}  {(hop.Address ?? "").PadRight(address)}  {Distance(hop),-8}  {Decision(hop)}",
    };

    private static string Distance(TraceHopEntry hop) => hop.RoundTripMs is { } time
        ? string.Create(CultureInfo.InvariantCulture, $"{time:0.00} ms")
        : "here";

    private string Decision(TraceHopEntry hop)
    {
        if (hop.End == true)
        {
            return $"the end of layer {hop.Layer}";
        }

        if (hop.Route is not { } route)
        {
            return style.Warning(hop.Problem ?? "");
        }

        List<string> parts = [];
        TraceNextHopEntry? taken = route.NextHops.FirstOrDefault(next => next.Taken);
        int ways = route.NextHops.Count(next => !next.StandIn);
        parts.Add(taken is null ? "" : $"next {taken.Ipcp}: cost {route.Cost}, {route.Policy}");
        if (ways > 1)
        {
            parts.Add($"one of {ways} equal ways, by flow ({Names(route.NextHops.Where(next => !next.StandIn && !next.Taken))})");
        }

        TraceNextHopEntry[] standIns = [.. route.NextHops.Where(next => next.StandIn && !next.Taken)];
        if (taken is { StandIn: true })
        {
            parts.Add(style.Warning($"a stand-in: {Names(route.NextHops.Where(next => !next.StandIn))} carries nothing"));
        }
        else if (standIns.Length > 0)
        {
            parts.Add($"stand-in {Names(standIns)}");
        }

        if (hop.Problem is { } problem)
        {
            parts.Add(style.Warning(problem));
        }

        return string.Join(", ", parts.Where(part => part.Length > 0));
    }

    private static string Names(IEnumerable<TraceNextHopEntry> hops) =>
        string.Join(", ", hops.Select(hop => hop.Up ? hop.Ipcp : $"{hop.Ipcp}, down"));

    private static string Count(int count, string noun) => count == 1 ? $"1 {noun}" : $"{count} {noun}s";
}

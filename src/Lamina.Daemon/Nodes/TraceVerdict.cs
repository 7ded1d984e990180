using Lamina.Ipc;
using Lamina.Ipc.Irm.Tracing;
using Lamina.Ipc.Tracing;
using Lamina.Node.Management;
using Lamina.Wire.Tracing;

namespace Lamina.Daemon.Nodes;

/// <summary>How a trace ended: where, why, and what to try.</summary>
internal static class TraceVerdict
{
    public static (string Result, string? Problem, string? Hint) Of(string name, TracedWay way) => way switch
    {
        { Name.DirectProgram: not null } => ("direct", null, null),
        { Path: null } => Unknown(name, way.Name),
        { Path.IsComplete: true } => ("complete", null, null),
        { Path.IsLoop: true } => (
            "loop", $"packets go round: {NameOf(way.Path.Hops[^1])} was passed before", "routes may be settling: try again in a second"),
        _ => Incomplete(name, way.Path),
    };

    public static string Say(TraceProblem problem) => problem switch
    {
        TraceProblem.NoWay => "no way on from there at present",
        TraceProblem.Untold => "this kind of layer cannot be traced",
        TraceProblem.Busy => "too many traces at once",
        _ => "no answer",
    };

    private static (string, string?, string?) Unknown(string name, TracedName traced)
    {
        if (traced.Candidates.Count == 0)
        {
            return ("unknown", "this stack is in no layer", "lamina ipcp bootstrap --help");
        }

        TracedCandidate? denied = traced.Candidates.FirstOrDefault(candidate => candidate.Verdict == CandidateVerdict.Denied);
        return denied is not null
            ? ("unknown", $"layer '{denied.Layer}' reaches '{name}', but lets in no program that proves nothing", $"lamina show {denied.Process} info")
            : ("unknown", $"no layer of this stack reaches '{name}'",
                $"on the host that serves it: lamina name list, then lamina register '{name}' --layer {LayerFor(traced)}");
    }

    /// <summary>Where one would register a name: a layer that forwards, rather than a bearer.</summary>
    private static string LayerFor(TracedName traced) =>
        (traced.Candidates.FirstOrDefault(candidate => candidate.Kind == IpcProcessKind.Unicast) ?? traced.Candidates[0]).Layer;

    private static (string, string?, string?) Incomplete(string name, TracedPath path)
    {
        TracedHop? last = path.Hops.LastOrDefault(hop => hop.Record is MemberRecord);
        if (last is not { Record: MemberRecord member })
        {
            return ("noAnswer", $"nothing of the way to '{name}' is known", "lamina status");
        }

        string where = last.Number == 0 ? "this host" : NameOf(last);
        if (member.Taken is not { } next)
        {
            string why = member.HasRoute ? "its next hops carry no packets at present" : $"it has no route to where '{name}' is served";
            return ("noWay", $"the way ends at hop {last.Number}, {where}: {why}", $"lamina show {member.Process} adjacencies, on that host");
        }

        string silent = next.Process.Length > 0 ? $"{next.Process} ({next.Address})" : next.Address.ToString();
        return (
            "noAnswer",
            $"no answer from hop {last.Number + 1}, {silent}; the last that answered is {where}",
            $"is that host up? on the host of {member.Process}: lamina show {member.Process} adjacencies");
    }

    private static string NameOf(TracedHop hop) => hop.Record is MemberRecord member ? $"{member.Process} ({member.Address})" : $"hop {hop.Number}";
}

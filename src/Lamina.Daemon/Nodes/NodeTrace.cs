using Lamina.Core;
using Lamina.Daemon.Control;
using Lamina.Ipc.Irm.Tracing;
using Lamina.Ipc.Tracing;
using Lamina.Node.Management;
using Lamina.Wire.Tracing;

namespace Lamina.Daemon.Nodes;

/// <summary>Traces, told for people.</summary>
internal sealed class NodeTrace(StackManagement management)
{
    private const string DefaultQos = "data";

    public async ValueTask<Answer<TraceReport>> TraceAsync(TraceRequest request)
    {
        string qos = request.Qos ?? DefaultQos;
        if (!Name.TryParse(request.Name, out Name name))
        {
            return Outcome.Usage($"'{request.Name}' is not a name");
        }

        if (!QosNames.TryGet(qos, out QosSpec spec))
        {
            return Outcome.Usage($"there is no QoS '{qos}'", string.Join(", ", QosNames.All));
        }

        if (request.Layer is { } layer && (await management.Ipcps.ListAsync()).All(ipcp => ipcp.Layer != layer))
        {
            return Outcome.NotFound($"no IPC process of this stack is in a layer '{layer}'", "lamina ipcp list");
        }

        TracedWay way = await management.Traces.TraceAsync(name, spec, request.Layer);
        return Tell(request.Name, qos, way);
    }

    internal static TraceReport Tell(string name, string qos, TracedWay way)
    {
        TracedName traced = way.Name;
        (string result, string? problem, string? hint) = TraceVerdict.Of(name, way);
        return new TraceReport(
            name,
            qos,
            result,
            [.. traced.Candidates.Select(candidate => ToEntry(candidate, traced))],
            [.. traced.Servers.Select(server => new TraceServerEntry(server.Place, server.Cost))],
            ToEntries(way.Path) ?? [],
            traced.Chosen?.Process,
            traced.Chosen?.Layer,
            traced.DirectProgram,
            problem,
            hint);
    }

    private static TraceCandidateEntry ToEntry(TracedCandidate candidate, TracedName traced)
    {
        (string verdict, string why) = candidate.Verdict switch
        {
            _ when traced.DirectProgram is not null => ("reaches", "not asked: a program of this stack serves the name"),
            CandidateVerdict.Chosen => ("chosen", WhyChosen(candidate, traced)),
            CandidateVerdict.Reaches => ("reaches", $"reaches the name too, comes after {traced.Chosen?.Process}: {WhyAfter(candidate, traced.Chosen)}"),
            CandidateVerdict.DoesNotReach => ("doesNotReach", "nobody in it serves the name"),
            CandidateVerdict.Denied => ("denied", "reaches the name, but lets in no program that proves nothing: it is not --insecure"),
            _ => ("silent", "did not answer in time"),
        };
        return new(candidate.Process, candidate.Layer, NodeIpcps.TypeOf(candidate.Kind), candidate.Depth, verdict, why);
    }

    private static string WhyChosen(TracedCandidate chosen, TracedName traced)
    {
        int others = traced.Candidates.Count(candidate => candidate.Verdict == CandidateVerdict.Reaches);
        string fits = chosen.Fits ? "" : ", though it promises nothing for this QoS";
        return others == 0 ? $"the only one that reaches the name{fits}" : $"reaches the name, and comes first of {others + 1}{fits}";
    }

    /// <summary>The first rule of the order of preference in which the two differ.</summary>
    private static string WhyAfter(TracedCandidate candidate, TracedCandidate? chosen) => chosen switch
    {
        null => "",
        _ when candidate.WasSilent && !chosen.WasSilent => "it did not answer lately",
        { Kind: Ipc.IpcProcessKind.Local } when candidate.Kind != Ipc.IpcProcessKind.Local => "that is in this stack",
        { Fits: true } when !candidate.Fits => "it promises nothing for this QoS",
        _ when candidate.Depth > chosen.Depth => $"it is {candidate.Depth} layers deep, the other {chosen.Depth}",
        _ => "it is younger",
    };

    private static IReadOnlyList<TraceHopEntry>? ToEntries(TracedPath? path) =>
        path is null ? null : [.. path.Hops.Select(hop => ToEntry(hop, path))];

    private static TraceHopEntry ToEntry(TracedHop hop, TracedPath path) => hop.Record switch
    {
        MemberRecord member => new TraceHopEntry(hop.Number, "unicast")
        {
            Layer = member.Layer,
            Ipcp = member.Process,
            Address = member.Address.ToString(),
            CameBy = member.CameBy == Address.None ? null : member.CameBy.ToString(),
            RoundTripMs = hop.Number == 0 ? null : Math.Round(hop.RoundTrip.Nanoseconds / 1e6, 3),
            End = member.IsEnd,
            Route = member.HasRoute ? ToRoute(member) : null,
            Problem = member.IsEnd ? null : !member.HasRoute ? "has no route there"
                : member.Taken is null ? "its next hops carry no packets at present"
                : path.IsLoop && hop == path.Hops[^1] ? "was passed before: packets go round" : null,
            Below = ToEntries(hop.Below),
        },
        UdpRecord udp => new TraceHopEntry(hop.Number, "udp")
        {
            Layer = udp.Layer,
            Ipcp = udp.Process,
            Local = udp.Local.ToString(),
            Remote = udp.Remote.ToString(),
            PathBytes = udp.Sure,
            PathKnown = udp.IsKnown,
        },
        LocalRecord local => new TraceHopEntry(hop.Number, "local") { Layer = local.Layer, Ipcp = local.Process },
        ProblemRecord problem => new TraceHopEntry(hop.Number, "none") { Problem = TraceVerdict.Say(problem.Problem) },
        _ => new TraceHopEntry(hop.Number, "none"),
    };

    private static TraceRouteEntry ToRoute(MemberRecord member) => new(
        member.Policy,
        member.Cost,
        [.. member.NextHops.Select(next => new TraceNextHopEntry(next.Address.ToString(), next.Process, next.IsStandIn, next.CarriesPackets, next.IsTaken))]);
}

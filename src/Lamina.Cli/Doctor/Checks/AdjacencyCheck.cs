using Lamina.Cli.Doctor.Facts;

namespace Lamina.Cli.Doctor.Checks;

/// <summary>Neighbours and peers that do not answer.</summary>
internal static class AdjacencyCheck
{
    public static IEnumerable<Finding> Examine(StackFacts stack)
    {
        foreach (ProcessFacts process in stack.Processes)
        {
            foreach (IGrouping<string, AdjacencyFacts> peer in process.Adjacencies.Where(adjacency => !adjacency.IsUp).GroupBy(adjacency => adjacency.Peer))
            {
                yield return process.Entry.Type == "udp" ? Silent(process, peer.Key) : NotUp(process, peer.Key, [.. peer]);
            }
        }
    }

    private static Finding Silent(ProcessFacts process, string peer) => Finding.Warning(
        "peer", $"peer {peer} of {process.Name} (layer {process.Layer}) does not answer: its daemon is not up, or UDP does not reach it",
        $"there: lamina status; here: lamina show {process.Name} adjacencies");

    private static Finding NotUp(ProcessFacts process, string peer, AdjacencyFacts[] parts)
    {
        string state = parts.Any(part => part.State == "down") ? "is down" : "is not there yet";
        string why = parts.Select(part => part.Problem).FirstOrDefault(problem => problem.Length > 0) is { } problem ? $": {problem}" : "";
        return Finding.Warning(
            "adjacency", $"the adjacency of {process.Name} (layer {process.Layer}) with {peer} {state}{why}",
            $"lamina show {process.Name} adjacencies");
    }
}

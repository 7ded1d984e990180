using Lamina.Cli.Doctor.Facts;

namespace Lamina.Cli.Doctor.Checks;

/// <summary>Layers that are small, narrow or open.</summary>
internal static class LayerCheck
{
    private const int LeastPacketSize = 1280;

    public static IEnumerable<Finding> Examine(StackFacts stack)
    {
        foreach (ProcessFacts process in stack.Processes)
        {
            // The daemon's health says so too, where it says anything.
            if (process.Entry.Layer is null && stack.Health is null)
            {
                yield return Finding.Note(
                    "layer", $"{process.Name} is in no layer", $"lamina ipcp bootstrap {process.Name} --layer LAYER, or lamina ipcp enrol {process.Name} --layer LAYER");
            }

            if (process is { HasOtherMembers: true, Adjacencies.Count: 0 })
            {
                yield return Finding.Warning(
                    "neighbour", $"{process.Name} has no neighbour, but layer {process.Layer} has other members: nothing of it gets there",
                    $"lamina ipcp connect {process.Name} --dst {process.EnrolledThrough ?? "MEMBER"}");
            }
            else if (process.Members == 1)
            {
                yield return Finding.Note(
                    "layer", $"{process.Name} is the only member of layer {process.Layer} that it knows of",
                    $"elsewhere: lamina ipcp enrol NAME --type unicast --layer {process.Layer}, then lamina ipcp connect NAME --dst {process.Name}");
            }

            if (process.MaxPacketSize is < LeastPacketSize and var size)
            {
                yield return Finding.Warning(
                    "layer", $"packets of layer {process.Layer} have at most {size} bytes, less than the {LeastPacketSize} that IPv6 needs over it",
                    $"lamina show {process.Name} info");
            }
        }

        string[] insecure = [.. stack.Processes.Where(process => process.Entry.Insecure).Select(process => process.Layer).Distinct()];
        if (insecure.Length > 0)
        {
            yield return Finding.Note(
                "insecure", $"peers prove nothing in {string.Join(", ", insecure)}: for labs only",
                "without --insecure a unicast layer is secure, and a bearer carries layers alone");
        }
    }
}

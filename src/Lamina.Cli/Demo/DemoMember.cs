using Lamina.Daemon.Control;

namespace Lamina.Cli.Demo;

/// <summary>A member of a unicast layer and its neighbours, as it says itself.</summary>
internal sealed record DemoMember(string Name, string Stack, string? Layer, string Address, IReadOnlyList<DemoLink> Links)
{
    public static async Task<DemoMember> ReadAsync(IStackControl control, string stack, IpcpEntry entry, CancellationToken cancel)
    {
        Answer<ShowReport> info = await control.ShowAsync(entry.Name, "info", cancel);
        Answer<ShowReport> adjacencies = await control.ShowAsync(entry.Name, "adjacencies", cancel);
        IEnumerable<DemoLink> links = (adjacencies.Value?.Items ?? [])
            .Where(item => item["component"]?.ToString() == "dt" && item["state"]?.ToString() == "up")
            .Select(item => new DemoLink(item["peer"]?.ToString() ?? "?", item["layer"]?.ToString() ?? "?"));
        return new DemoMember(entry.Name, stack, entry.Layer, info.Value?.Items[0]["address"]?.ToString() ?? "?", [.. links]);
    }
}

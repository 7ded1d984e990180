namespace Lamina.Fuzz.Makers;

/// <summary>Every maker, by its target's name.</summary>
internal static class AllMakers
{
    private static readonly Dictionary<string, Maker> ByName = new(
        [.. AllocationMakers.All, .. AttachMakers.All, .. ControlMakers.All, .. FlowMakers.All, .. UdpMakers.All, .. TraceMakers.All, .. TextMakers.All]);

    public static Maker? Of(string target) => ByName.GetValueOrDefault(target);

    /// <summary>Names that have one.</summary>
    public static IReadOnlyCollection<string> Names => ByName.Keys;
}

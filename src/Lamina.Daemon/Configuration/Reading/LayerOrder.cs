namespace Lamina.Daemon.Configuration.Reading;

/// <summary>
/// Which layer stands on which: a layer is above those in which the names of its members here are registered. Notes the
/// registration that would make a layer stand on itself.
/// </summary>
internal sealed class LayerOrder
{
    private readonly Dictionary<string, HashSet<string>> _below = new(StringComparer.Ordinal);

    public LayerOrder(StackDraft draft, ConfigObject file)
    {
        foreach (RegistrationDraft registration in draft.Registrations)
        {
            string? lower = registration.IsLayer ? registration.Place : draft.Find(registration.Place)?.Layer;
            foreach (IpcpDraft ipcp in draft.Ipcps.Where(ipcp => StandsBehind(ipcp, registration.Name, draft)))
            {
                if (lower is null || ipcp.Layer is not { } upper)
                {
                    continue;
                }

                if (lower == upper || StandsOn(lower, upper))
                {
                    file.Note(
                        registration.Position,
                        $"layer \"{upper}\" would stand on itself: {ipcp.Name} is reached by \"{registration.Name}\" in \"{lower}\""
                            + (lower == upper ? "" : $", which stands on \"{upper}\""),
                        "register the name in a layer below");
                }
                else
                {
                    Below(upper).Add(lower);
                }
            }
        }
    }

    /// <summary>0: a bearer.</summary>
    public int DepthOf(IpcpDraft ipcp) => ipcp.Type != "unicast" ? 0 : ipcp.Layer is { } layer ? DepthOf(layer) : 1;

    private int DepthOf(string layer) => 1 + Below(layer).Select(DepthOf).DefaultIfEmpty(0).Max();

    private bool StandsOn(string upper, string lower) => Below(upper).Any(below => below == lower || StandsOn(below, lower));

    private HashSet<string> Below(string layer) =>
        _below.TryGetValue(layer, out HashSet<string>? below) ? below : _below[layer] = new HashSet<string>(StringComparer.Ordinal);

    private static bool StandsBehind(IpcpDraft ipcp, string name, StackDraft draft) =>
        ipcp.Type == "unicast"
        && ((ipcp.IsAutobound && (name == ipcp.Name || name == ipcp.Layer))
            || draft.Bindings.Exists(binding =>
                binding.Request.Kind == "ipcp" && binding.Request.Subject == ipcp.Name && binding.Request.Name == name));
}

namespace Lamina.Core;

/// <summary>The names of the predefined QoS specs, as the command line takes them.</summary>
public static class QosNames
{
    private static readonly (string Name, QosSpec Spec)[] Table =
    [
        ("raw", QosSpec.Raw),
        ("raw-no-errors", QosSpec.RawNoErrors),
        ("best-effort", QosSpec.BestEffort),
        ("video", QosSpec.Video),
        ("voice", QosSpec.Voice),
        ("data", QosSpec.Data),
    ];

    /// <summary>All names, in the order of table Q.</summary>
    public static IEnumerable<string> All => Table.Select(entry => entry.Name);

    /// <summary>The spec of a name.</summary>
    public static bool TryGet(string name, out QosSpec spec)
    {
        foreach ((string known, QosSpec value) in Table)
        {
            if (known == name)
            {
                spec = value;
                return true;
            }
        }

        spec = default;
        return false;
    }

    /// <summary>
    /// The name of a spec, or "custom". When a silent peer counts as dead makes no difference to what a flow is, nor how much is
    /// reserved: that is said beside the name.
    /// </summary>
    public static string NameOf(in QosSpec spec)
    {
        foreach ((string name, QosSpec value) in Table)
        {
            if ((value with { PeerTimeout = spec.PeerTimeout, Bandwidth = spec.Bandwidth }) == spec)
            {
                return name;
            }
        }

        return "custom";
    }
}

using Lamina.Core;
using Lamina.Security.Credentials;

namespace Lamina.Ipc.Renewing;

/// <summary>Under which name the issuers of a layer are found inside it.</summary>
public static class RenewalName
{
    /// <summary>The name.</summary>
    public static Name Of(LayerId layer) => Name.Parse($"lamina.renewal.{layer.ToShortString()}");
}

using System.Text.Json.Serialization;

namespace Lamina.Daemon.Control;

/// <summary>A credential that a stack has.</summary>
/// <param name="Layer">For which layer.</param>
/// <param name="LayerId">The layer's id: 64 hexadecimal digits.</param>
/// <param name="Serial">How a revocation names it: 32 hexadecimal digits.</param>
/// <param name="State">"fine", "renew", "warn", "expired"; or what else it is not worth anything for: "revoked", "notYetValid", "notIssued", "wrongSubject".</param>
/// <param name="Rights">What it permits: "member", "router", "invite".</param>
/// <param name="Names">How many names it permits; null: all.</param>
/// <param name="NotBefore">Valid from then on.</param>
/// <param name="NotAfter">Valid until then.</param>
public sealed record CredentialEntry(
    string Layer, string LayerId, string Serial, string State, IReadOnlyList<string> Rights,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] int? Names, DateTimeOffset NotBefore, DateTimeOffset NotAfter)
{
    /// <summary>What a person should know of it; null: nothing.</summary>
    public string? Warning { get; init; }

    /// <summary>What to do about it; null: nothing.</summary>
    public string? Hint { get; init; }
}

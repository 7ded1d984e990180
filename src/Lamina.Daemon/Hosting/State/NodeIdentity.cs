using System.Security.Cryptography;
using System.Text.Json.Serialization;

namespace Lamina.Daemon.Hosting.State;

/// <summary>Who a stack is, over all runs of its daemon: <c>node.json</c>.</summary>
/// <param name="Schema">Name and version of the file's form.</param>
/// <param name="NodeId">128 random bits, in hexadecimal.</param>
/// <param name="Created">When it was made.</param>
public sealed record NodeIdentity(string Schema, string NodeId, DateTimeOffset Created)
{
    /// <summary>The form that this version writes and reads.</summary>
    public const string CurrentSchema = "lamina.node/1";

    /// <summary>True where this version understands it.</summary>
    [JsonIgnore]
    public bool IsValid => Schema == CurrentSchema && NodeId is { Length: 32 } && NodeId.All(char.IsAsciiHexDigit);

    /// <summary>A new one.</summary>
    public static NodeIdentity Create(TimeProvider clock) => new(
        CurrentSchema, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)), clock.GetUtcNow());
}

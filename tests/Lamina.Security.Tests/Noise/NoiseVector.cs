using System.Text.Json;
using System.Text.Json.Serialization;

namespace Lamina.Security.Tests.Noise;

/// <summary>A published handshake with the messages after it; all bytes in hexadecimal.</summary>
public sealed record NoiseVector(
    [property: JsonPropertyName("protocol_name")] string Protocol,
    [property: JsonPropertyName("init_prologue")] string InitiatorPrologue,
    [property: JsonPropertyName("init_psks")] string[]? InitiatorSecrets,
    [property: JsonPropertyName("init_static")] string? InitiatorStatic,
    [property: JsonPropertyName("init_ephemeral")] string InitiatorEphemeral,
    [property: JsonPropertyName("init_remote_static")] string? KnownResponder,
    [property: JsonPropertyName("resp_prologue")] string ResponderPrologue,
    [property: JsonPropertyName("resp_psks")] string[]? ResponderSecrets,
    [property: JsonPropertyName("resp_static")] string? ResponderStatic,
    [property: JsonPropertyName("resp_ephemeral")] string ResponderEphemeral,
    [property: JsonPropertyName("resp_remote_static")] string? KnownInitiator,
    [property: JsonPropertyName("handshake_hash")] string HandshakeHash,
    [property: JsonPropertyName("messages")] NoiseVector.Message[] Messages)
{
    public static IReadOnlyList<NoiseVector> All { get; } = Load();

    public sealed record Message(
        [property: JsonPropertyName("payload")] string Payload,
        [property: JsonPropertyName("ciphertext")] string Ciphertext);

    private static IReadOnlyList<NoiseVector> Load()
    {
        using Stream file = typeof(NoiseVector).Assembly.GetManifestResourceStream("noise.json")!;
        using var document = JsonDocument.Parse(file);
        return document.RootElement.GetProperty("vectors").Deserialize<NoiseVector[]>()!;
    }
}

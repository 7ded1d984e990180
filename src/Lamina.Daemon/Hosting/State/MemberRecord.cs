using System.Text.Json.Serialization;

namespace Lamina.Daemon.Hosting.State;

/// <summary>Who one member of a layer was last.</summary>
/// <param name="Process">The IPC process.</param>
/// <param name="Layer">Its layer.</param>
/// <param name="Address">Its address there.</param>
/// <param name="Instance">The number of its membership.</param>
public sealed record MemberRecord(
    string Process,
    string Layer,
    [property: JsonNumberHandling(JsonNumberHandling.WriteAsString | JsonNumberHandling.AllowReadingFromString)] ulong Address,
    [property: JsonNumberHandling(JsonNumberHandling.WriteAsString | JsonNumberHandling.AllowReadingFromString)] ulong Instance);

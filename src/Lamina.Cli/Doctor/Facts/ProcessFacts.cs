using System.Text.Json.Nodes;
using Lamina.Daemon.Control;

namespace Lamina.Cli.Doctor.Facts;

/// <summary>What an IPC process says of itself.</summary>
/// <param name="Entry">Its line in the list.</param>
internal sealed record ProcessFacts(IpcpEntry Entry)
{
    public string Name => Entry.Name;

    /// <summary>Its layer, as sentences name it.</summary>
    public string Layer => Entry.Layer ?? "-";

    public IReadOnlyList<AdjacencyFacts> Adjacencies { get; init; } = [];

    /// <summary>Members that its layer is known to have, itself included; null where it keeps no account.</summary>
    public int? Members { get; init; }

    /// <summary>Largest packet of the layer; null where it does not say.</summary>
    public int? MaxPacketSize { get; init; }

    /// <summary>`show NAME info`; null where there is none.</summary>
    public JsonObject? Info { get; init; }

    /// <summary>The member through which it entered its layer; null where it is the first, or its layer has no members.</summary>
    public string? EnrolledThrough => Info?["enrolledThrough"]?.ToString();

    /// <summary>True where it knows others, or was let in by one.</summary>
    public bool HasOtherMembers => Members > 1 || EnrolledThrough is not null;
}

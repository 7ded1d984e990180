using Lamina.Core;

namespace Lamina.Ipc.Unicast;

/// <summary>How to join a layer.</summary>
/// <param name="Destination">The name of a member, or of the layer.</param>
public sealed record EnrolmentParameters(Name Destination)
{
    /// <summary>True where joining a layer that proves nothing is all right. Must be asked for; default false.</summary>
    public bool IsInsecure { get; init; }

    /// <summary>What the joiner proves itself with; null (default): nothing, so the layer must be insecure.</summary>
    public LayerSecurity? Security { get; init; }

    /// <summary>True where this member will only forward; default false.</summary>
    public bool IsRouter { get; init; }
}

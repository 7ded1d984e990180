using Lamina.Node.Access;
using Microsoft.AspNetCore.Builder;

namespace Lamina.Daemon.Http;

/// <summary>The right that a call needs. One that says nothing needs all of them.</summary>
internal sealed record RequiredRight(AccessRight Right)
{
    /// <summary>Looks only.</summary>
    public static void Reads(IEndpointConventionBuilder call) => call.WithMetadata(new RequiredRight(AccessRight.Read));

    /// <summary>Does something for the caller alone.</summary>
    public static void Uses(IEndpointConventionBuilder call) => call.WithMetadata(new RequiredRight(AccessRight.Use));
}

using Lamina.Core;

namespace Lamina.Ipc.Unicast;

/// <summary>Whose membership it is.</summary>
internal interface ILayerMemberUser
{
    /// <summary>Another member owns the address too.</summary>
    /// <returns>True where this one keeps it; where not, it retires soon.</returns>
    bool TryKeepAddress(ulong instance, Instant now);
}

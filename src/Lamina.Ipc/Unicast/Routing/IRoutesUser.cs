using Lamina.Core;

namespace Lamina.Ipc.Unicast.Routing;

/// <summary>Who follows the routes.</summary>
internal interface IRoutesUser
{
    /// <summary>There is a new forwarding table: a way may be open that was not.</summary>
    void HandleRoutesChanged(Instant now);

    /// <summary>Other members can be reached now than before.</summary>
    /// <param name="members">All that are no routers, this one included where it is none, by address.</param>
    /// <param name="now">The present.</param>
    void HandleMembersChanged(IReadOnlyList<Address> members, Instant now);
}

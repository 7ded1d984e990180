using Lamina.Core;
using Lamina.Ipc.Unicast.Adjacencies;
using Lamina.Ipc.Unicast.Revocations;

namespace Lamina.Ipc.Unicast.Routing;

/// <summary>Who follows the routes.</summary>
internal interface IRoutesUser
{
    /// <summary>There is a new forwarding table: a way may be open that was not. Comes after the change of members.</summary>
    void HandleRoutesChanged(Instant now);

    /// <summary>Other members can be reached now than before.</summary>
    /// <param name="members">All that are no routers, this one included where it is none, by address.</param>
    /// <param name="now">The present.</param>
    void HandleMembersChanged(IReadOnlyList<Address> members, Instant now);

    /// <summary>A member has said that it leaves.</summary>
    void HandleMemberLeft(Address member, Instant now);

    /// <summary>Somebody speaks under this member's address: another owner of it, or what is left of an earlier life.</summary>
    /// <returns>True where this member keeps the address, and so must speak again.</returns>
    bool TryKeepAddress(ulong instance, Instant now);

    /// <summary>A neighbour tells of revocations; means nothing in an insecure layer.</summary>
    void HandleRevocations(ManagementLink link, RevocationNews news, Instant now);

    /// <summary>A neighbour has a way to this member, and has told all that it knew when it was asked.</summary>
    /// <param name="cookie">The number that it was asked with.</param>
    /// <param name="now">The present.</param>
    void HandleSynced(ulong cookie, Instant now);
}

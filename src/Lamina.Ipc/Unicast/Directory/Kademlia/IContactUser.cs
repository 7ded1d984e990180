using Lamina.Core;

namespace Lamina.Ipc.Unicast.Directory.Kademlia;

/// <summary>Hears how the contacts change.</summary>
internal interface IContactUser
{
    /// <summary>The first others are there: everything that was for this member alone concerns them now.</summary>
    void HandleJoined(Instant now);

    /// <summary>There is one more contact.</summary>
    void HandleContactAdded(in Contact contact, Instant now);
}

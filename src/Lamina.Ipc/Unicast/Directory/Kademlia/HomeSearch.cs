using Lamina.Core;

namespace Lamina.Ipc.Unicast.Directory.Kademlia;

/// <summary>Brings the homes that a look-up has found to the publication that they are for.</summary>
internal sealed class HomeSearch(Publisher publisher, Publication publication) : ILookUpUser
{
    public void HandleLookUp(LookUp lookUp, Instant now) => publisher.HandleHomes(publication, lookUp, now);
}

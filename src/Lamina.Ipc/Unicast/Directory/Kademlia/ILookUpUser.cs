using Lamina.Core;

namespace Lamina.Ipc.Unicast.Directory.Kademlia;

/// <summary>Hears the end of a look-up.</summary>
internal interface ILookUpUser
{
    /// <summary>It has ended; may be called inside the call that started it.</summary>
    void HandleLookUp(LookUp lookUp, Instant now);
}

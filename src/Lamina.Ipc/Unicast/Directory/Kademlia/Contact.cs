using Lamina.Core;

namespace Lamina.Ipc.Unicast.Directory.Kademlia;

/// <summary>A member and where it lies.</summary>
/// <param name="Id">Its id, see <see cref="KeySpace.IdOf"/>.</param>
/// <param name="Member">Its address.</param>
internal readonly record struct Contact(ulong Id, Address Member);

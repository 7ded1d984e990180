using Lamina.Core;

namespace Lamina.Ipc.Unicast.Directory;

/// <summary>An entry that a member holds.</summary>
/// <param name="Hash">The name's hash.</param>
/// <param name="Member">Who serves it.</param>
/// <param name="IsOwn">True where this member registered it itself.</param>
/// <param name="Remaining">Time until it is forgotten.</param>
public sealed record DirectoryEntryInfo(NameHash Hash, Address Member, bool IsOwn, Duration Remaining);

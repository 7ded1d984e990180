using Lamina.Core;

namespace Lamina.Ipc.Unicast.Directory.Kademlia;

/// <summary>Tells a sink who was found, from the run queue: it must not hear inside the call that asked.</summary>
internal sealed class FoundNotice(IDirectorySink sink, IReadOnlyList<Address> members) : IDeferred
{
    public void RunDeferred(int code, in Train train, Instant now) => sink.HandleFound(members, now);
}

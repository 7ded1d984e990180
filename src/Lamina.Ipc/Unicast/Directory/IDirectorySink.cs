using Lamina.Core;

namespace Lamina.Ipc.Unicast.Directory;

/// <summary>Hears who serves a name's hash.</summary>
public interface IDirectorySink
{
    /// <summary>The members, by address; none where nobody does, or nobody answered in time.</summary>
    void HandleFound(IReadOnlyList<Address> members, Instant now);
}

using Lamina.Core;

namespace Lamina.Ipc.Unicast.Directory;

/// <summary>How a directory reaches the directories of other members.</summary>
public interface IDirectoryTransport
{
    /// <summary>Sends a message; it may be lost.</summary>
    void SendDirectoryMessage(Address member, ReadOnlySpan<byte> message);
}

using Lamina.Core;

namespace Lamina.Ipc.Unicast.Directory;

/// <summary>Makes the directories of a layer's members.</summary>
public interface IDirectoryPolicy
{
    /// <summary>The directory of a new member.</summary>
    /// <param name="membership">The layer's parameters and the own address.</param>
    /// <param name="context">What the machines of the stack share.</param>
    /// <param name="transport">How it reaches the directories of other members.</param>
    IDirectory Create(Membership membership, MachineContext context, IDirectoryTransport transport);
}

using Lamina.Core;
using Lamina.Ipc.Unicast.Directory.Proofs;

namespace Lamina.Ipc.Unicast.Directory.Kademlia;

/// <summary>Makes Kademlia directories.</summary>
public sealed class KademliaDirectoryPolicy : IDirectoryPolicy
{
    /// <inheritdoc/>
    public IDirectory Create(Membership membership, MachineContext context, IDirectoryTransport transport) =>
        new KademliaDirectory(membership.Address, membership.Parameters.HashAlgorithm, context, transport, ServerProofs.Of(membership, context));
}

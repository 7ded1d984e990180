using Lamina.Core;
using Lamina.Ipc.Unicast.Directory.Proofs;

namespace Lamina.Ipc.Unicast.Directory.OneHop;

/// <summary>Makes one-hop directories.</summary>
public sealed class OneHopDirectoryPolicy : IDirectoryPolicy
{
    /// <inheritdoc/>
    public IDirectory Create(Membership membership, MachineContext context, IDirectoryTransport transport) =>
        new OneHopDirectory(membership.Address, context, transport, ServerProofs.Of(membership, context));
}

using Lamina.Core;
using Lamina.Security.Credentials;

namespace Lamina.Security.Handshake;

/// <summary>What peers have shown that were proved: a serial that is revoked later is theirs. Bounded; of who is forgotten the node id counts alone.</summary>
internal sealed class ShownChains
{
    private const int Capacity = 4096;

    private readonly Dictionary<PeerIdentity, CredentialChain> _chains = [];
    private readonly Queue<PeerIdentity> _order = new();

    public CredentialChain? Find(PeerIdentity peer) => _chains.GetValueOrDefault(peer);

    public void Note(PeerIdentity peer, CredentialChain chain)
    {
        if (!_chains.ContainsKey(peer))
        {
            _order.Enqueue(peer);
        }

        _chains[peer] = chain;
        if (_chains.Count > Capacity)
        {
            _chains.Remove(_order.Dequeue());
        }
    }
}

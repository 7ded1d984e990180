using System.Security.Cryptography;
using Lamina.Security.Identities;

namespace Lamina.Security.Noise;

/// <summary>
/// What an own static key and those of proved peers agree on: the same in every handshake with them, and nothing that the own key would not give. So
/// who comes again costs an agreement less. Strangers put nothing in. Bounded; the oldest go first, and are zeroed.
/// </summary>
/// <param name="capacity">Most peers. 4096.</param>
public sealed class StaticAgreements(int capacity = StaticAgreements.DefaultCapacity)
{
    /// <summary>Peers by default.</summary>
    public const int DefaultCapacity = 4096;

    private readonly Dictionary<KeyId, byte[]> _known = [];
    private readonly Queue<KeyId> _order = new();

    /// <summary>Peers at present.</summary>
    public int Count => _known.Count;

    /// <summary>What was agreed on with a peer before.</summary>
    /// <param name="peer">Its static public key.</param>
    /// <param name="shared">Where to write. A secret.</param>
    public bool TryFind(ReadOnlySpan<byte> peer, Span<byte> shared)
    {
        if (!_known.TryGetValue(KeyId.Of(peer), out byte[]? known))
        {
            return false;
        }

        known.CopyTo(shared);
        return true;
    }

    /// <summary>A peer was proved.</summary>
    /// <param name="peer">Its static public key.</param>
    /// <param name="shared">What was agreed on with it. Copied.</param>
    public void Keep(ReadOnlySpan<byte> peer, ReadOnlySpan<byte> shared)
    {
        KeyId key = KeyId.Of(peer);
        if (_known.ContainsKey(key))
        {
            return;
        }

        if (_order.Count >= capacity && _known.Remove(_order.Dequeue(), out byte[]? oldest))
        {
            CryptographicOperations.ZeroMemory(oldest);
        }

        _order.Enqueue(key);
        _known[key] = shared.ToArray();
    }
}

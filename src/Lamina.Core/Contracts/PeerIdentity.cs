namespace Lamina.Core;

/// <summary>Who a peer proved to be: the hash of its signing key. Nobody, where the layer runs without security.</summary>
/// <param name="KeyHash">The hash; its default value where nothing was proved.</param>
public readonly record struct PeerIdentity(NameHash KeyHash)
{
    /// <summary>Nothing was proved.</summary>
    public static readonly PeerIdentity Anonymous;

    /// <summary>The whole node id, 64 hexadecimal digits: what to compare, and to keep. Null where nothing was proved.</summary>
    public string? NodeId => KeyHash.Length == 0 ? null : KeyHash.ToHex();

    /// <inheritdoc/>
    public override string ToString() => KeyHash.Length == 0 ? "anonymous" : KeyHash.ToString();
}

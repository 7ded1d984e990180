namespace Lamina.Core;

/// <summary>Who a peer proved to be: the hash of its signing key. Nobody, where the layer runs without security.</summary>
/// <param name="KeyHash">The hash; its default value where nothing was proved.</param>
public readonly record struct PeerIdentity(NameHash KeyHash)
{
    /// <summary>Nothing was proved.</summary>
    public static readonly PeerIdentity Anonymous;

    /// <inheritdoc/>
    public override string ToString() => KeyHash.Length == 0 ? "anonymous" : KeyHash.ToString();
}

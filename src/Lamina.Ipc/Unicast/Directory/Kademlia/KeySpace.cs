using Lamina.Core;

namespace Lamina.Ipc.Unicast.Directory.Kademlia;

/// <summary>
/// Where names and members lie: the first 64 bits of a hash. Among a million members the chance that any two share an id
/// is 3 in 10^8; then they are ordered by address, and nothing else depends on it.
/// </summary>
internal static class KeySpace
{
    /// <summary>k: homes of a key, contacts of a bucket, members in an answer.</summary>
    public const int K = Wire.Directory.DirectoryCodec.MaxCloser;

    /// <summary>Bits of a key.</summary>
    public const int Bits = 64;

    /// <summary>The id of a member: of the layer's hash over its address.</summary>
    public static ulong IdOf(Address member, HashAlgorithmId algorithm) => NameHash.Of(member, algorithm).Prefix;

    /// <summary>True where a is nearer to the key than b.</summary>
    public static bool IsNearer(ulong key, in Contact a, in Contact b) =>
        (a.Id ^ key) < (b.Id ^ key) || (a.Id == b.Id && a.Member.Value < b.Member.Value);
}

namespace Lamina.Core;

/// <summary>How a layer hashes names. The numbers are on the wire.</summary>
public enum HashAlgorithmId : byte
{
    /// <summary>MD5, 16 bytes: what a udp layer uses, so that hash texts fit host names. Not for secrecy.</summary>
    Md5 = 1,

    /// <summary>SHA3-224, 28 bytes.</summary>
    Sha3_224 = 2,

    /// <summary>SHA3-256, 32 bytes: the default.</summary>
    Sha3_256 = 3,

    /// <summary>SHA3-384, 48 bytes.</summary>
    Sha3_384 = 4,

    /// <summary>SHA3-512, 64 bytes.</summary>
    Sha3_512 = 5,
}

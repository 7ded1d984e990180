using System.Runtime.InteropServices;

namespace Lamina.Bearers.Crypto;

/// <summary>What is taken from OpenSSL's libcrypto, version 3: the platform itself stands on it.</summary>
internal static unsafe partial class LibCrypto
{
    /// <summary>NID of X25519, as key type (obj_mac.h).</summary>
    public const int X25519 = 1034;

    private const string Library = "libcrypto.so.3";

    /// <summary>True where the library is on this machine.</summary>
    public static bool IsThere { get; } = NativeLibrary.TryLoad(Library, out _);

    [LibraryImport(Library, EntryPoint = "EVP_PKEY_new_raw_private_key")]
    public static partial nint NewPrivateKey(int type, nint engine, byte* key, nuint length);

    [LibraryImport(Library, EntryPoint = "EVP_PKEY_new_raw_public_key")]
    public static partial nint NewPublicKey(int type, nint engine, byte* key, nuint length);

    [LibraryImport(Library, EntryPoint = "EVP_PKEY_get_raw_public_key")]
    public static partial int GetPublicKey(KeyHandle key, byte* target, nuint* length);

    [LibraryImport(Library, EntryPoint = "EVP_PKEY_free")]
    public static partial void FreeKey(nint key);

    [LibraryImport(Library, EntryPoint = "EVP_PKEY_CTX_new")]
    public static partial nint NewContext(KeyHandle key, nint engine);

    [LibraryImport(Library, EntryPoint = "EVP_PKEY_CTX_free")]
    public static partial void FreeContext(nint context);

    [LibraryImport(Library, EntryPoint = "EVP_PKEY_derive_init")]
    public static partial int BeginDerive(nint context);

    [LibraryImport(Library, EntryPoint = "EVP_PKEY_derive_set_peer")]
    public static partial int SetPeer(nint context, nint peer);

    [LibraryImport(Library, EntryPoint = "EVP_PKEY_derive")]
    public static partial int Derive(nint context, byte* secret, nuint* length);

    /// <summary>What failed was said to the thread's own list, which nobody reads: it must not grow.</summary>
    [LibraryImport(Library, EntryPoint = "ERR_clear_error")]
    public static partial void ForgetErrors();
}

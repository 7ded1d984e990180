using System.Runtime.InteropServices;

namespace Lamina.Bearers.Crypto;

/// <summary>Authenticated encryption.</summary>
internal static unsafe partial class LibCrypto
{
    /// <summary>EVP_CTRL_AEAD_GET_TAG (evp.h).</summary>
    public const int GetTag = 0x10;

    /// <summary>EVP_CTRL_AEAD_SET_TAG (evp.h).</summary>
    public const int SetTag = 0x11;

    [LibraryImport(Library, EntryPoint = "EVP_aes_256_gcm")]
    public static partial nint Aes256Gcm();

    [LibraryImport(Library, EntryPoint = "EVP_chacha20_poly1305")]
    public static partial nint ChaCha20Poly1305();

    [LibraryImport(Library, EntryPoint = "EVP_CIPHER_CTX_new")]
    public static partial nint NewCipher();

    [LibraryImport(Library, EntryPoint = "EVP_CIPHER_CTX_free")]
    public static partial void FreeCipher(nint context);

    /// <summary>Cipher and key may be null where they stay as they are; so may the nonce.</summary>
    [LibraryImport(Library, EntryPoint = "EVP_CipherInit_ex")]
    public static partial int Begin(CipherHandle context, nint cipher, nint engine, byte* key, byte* nonce, int encrypt);

    /// <summary>Associated data where <paramref name="target"/> is null.</summary>
    [LibraryImport(Library, EntryPoint = "EVP_CipherUpdate")]
    public static partial int Update(CipherHandle context, byte* target, int* written, byte* source, int length);

    [LibraryImport(Library, EntryPoint = "EVP_CipherFinal_ex")]
    public static partial int End(CipherHandle context, byte* target, int* written);

    [LibraryImport(Library, EntryPoint = "EVP_CIPHER_CTX_ctrl")]
    public static partial int Control(CipherHandle context, int command, int length, byte* tag);
}

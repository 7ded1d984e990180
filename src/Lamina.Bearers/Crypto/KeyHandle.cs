using Microsoft.Win32.SafeHandles;

namespace Lamina.Bearers.Crypto;

/// <summary>An X25519 private key of libcrypto, which has derived its public half; freeing it wipes it.</summary>
internal sealed unsafe class KeyHandle : SafeHandleZeroOrMinusOneIsInvalid
{
    public KeyHandle(ReadOnlySpan<byte> privateKey)
        : base(ownsHandle: true)
    {
        fixed (byte* scalar = privateKey)
        {
            SetHandle(LibCrypto.NewPrivateKey(LibCrypto.X25519, 0, scalar, (nuint)privateKey.Length));
        }
    }

    protected override bool ReleaseHandle()
    {
        LibCrypto.FreeKey(handle);
        return true;
    }
}

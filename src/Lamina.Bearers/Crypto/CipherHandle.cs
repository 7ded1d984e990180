using Microsoft.Win32.SafeHandles;

namespace Lamina.Bearers.Crypto;

/// <summary>A cipher context of libcrypto; freeing it wipes its key.</summary>
internal sealed class CipherHandle : SafeHandleZeroOrMinusOneIsInvalid
{
    public CipherHandle()
        : base(ownsHandle: true) => SetHandle(LibCrypto.NewCipher());

    protected override bool ReleaseHandle()
    {
        LibCrypto.FreeCipher(handle);
        return true;
    }
}

using Lamina.Core;
using Lamina.Security.Identities;
using Lamina.Security.Primitives;

namespace Lamina.Bench.Handshakes;

/// <summary>What a pattern cannot do without, and nothing else.</summary>
internal sealed class Primitives(IKeyAgreement agreement, IRandomSource random)
{
    private readonly byte[] _private = Fill(new byte[agreement.PrivateKeyLength], random);
    private readonly byte[] _shared = new byte[agreement.SharedLength];
    private readonly SigningKey _signing = SigningKey.New(random);

    /// <summary>Pairs of keys, agreements and checked signatures, so many times.</summary>
    public Action Make(int times, int pairs, int agreements, int signatures)
    {
        byte[] peer = new byte[agreement.PublicKeyLength];
        agreement.TryDerivePublicKey(_private, peer);
        byte[] fresh = new byte[agreement.PublicKeyLength];
        byte[] signature = new byte[VerifyingKey.SignatureLength];
        _signing.Sign("lamina bench"u8, peer, signature);
        return () =>
        {
            for (int i = 0; i < times; i++)
            {
                for (int n = 0; n < pairs; n++)
                {
                    agreement.TryDerivePublicKey(Fill(_private, random), fresh);
                }

                for (int n = 0; n < agreements; n++)
                {
                    agreement.TryAgree(_private, peer, _shared);
                }

                for (int n = 0; n < signatures; n++)
                {
                    VerifyingKey.Verify(_signing.Public, "lamina bench"u8, peer, signature);
                }
            }
        };
    }

    private static byte[] Fill(byte[] bytes, IRandomSource random)
    {
        random.Fill(bytes);
        return bytes;
    }
}

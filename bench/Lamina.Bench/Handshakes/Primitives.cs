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

    /// <summary>Pairs of keys, agreements and checked signatures, so many times. All agreements are of keys that are ready.</summary>
    public Action Make(int times, int pairs, int agreements, int signatures)
    {
        IPrivateKey own = agreement.Import(_private)!;
        byte[] peer = own.Public.ToArray();
        byte[] signature = new byte[VerifyingKey.SignatureLength];
        _signing.Sign("lamina bench"u8, peer, signature);
        return () =>
        {
            for (int i = 0; i < times; i++)
            {
                for (int n = 0; n < pairs; n++)
                {
                    agreement.Import(Fill(_private, random))?.Dispose();
                }

                for (int n = 0; n < agreements; n++)
                {
                    own.TryAgree(peer, _shared);
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

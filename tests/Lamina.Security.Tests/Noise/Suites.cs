using Lamina.Bearers.Crypto;
using Lamina.Security.Noise;
using Lamina.Security.Primitives;

namespace Lamina.Security.Tests.Noise;

/// <summary>Patterns and primitives by the names that they have in the name of a protocol.</summary>
internal static class Suites
{
    public static readonly NoisePattern[] Patterns = [NoisePattern.NK, NoisePattern.KK, NoisePattern.IK, NoisePattern.XX, NoisePattern.IX];
    public static readonly IAead[] Aeads = [AesGcmAead.Instance, ChaChaPolyAead.Instance];

    public static IKeyAgreement[] Agreements => X25519.Instance is { } curve ? [curve, P256.Instance] : [P256.Instance];

    /// <summary>Every pattern with every suite, by name.</summary>
    public static IEnumerable<string> All =>
        from pattern in Patterns
        from agreement in Agreements
        from aead in Aeads
        select new NoiseSuite(agreement, aead).NameOf(pattern);

    public static (NoisePattern Pattern, NoiseSuite Suite) Of(string protocol)
    {
        string[] words = protocol.Split('_');
        string[] pattern = words[1].Split("psk");
        NoisePattern found = Patterns.Single(known => known.Name == pattern[0]);
        if (pattern.Length > 1)
        {
            found = found.WithSecret(int.Parse(pattern[1], System.Globalization.CultureInfo.InvariantCulture));
        }

        return (found, new NoiseSuite(
            Agreements.Single(known => known.NoiseName == words[2]), Aeads.Single(known => known.NoiseName == words[3])));
    }
}

using Lamina.Bearers.Crypto;
using Lamina.Bench.Handshakes;
using Lamina.Ipc;
using Lamina.Node.Driving;
using Lamina.Security.Primitives;

namespace Lamina.Bench.Networks;

/// <summary>Two stacks in this process, and a layer with an authority over their wire: its flows are proved and sealed.</summary>
internal static class SecurePair
{
    /// <summary>The layer, which <see cref="BenchMember"/> has credentials for.</summary>
    public const string Layer = "bench";

    /// <summary>X25519 where the platform has it.</summary>
    public static IKeyAgreement Agreement => X25519.Instance ?? (IKeyAgreement)P256.Instance;

    public static async Task<EmbeddedPair> StartAsync(Cable wire, string policy)
    {
        EmbeddedPair pair = await EmbeddedPair.StartAsync(wire, 0, policy);
        (BenchMember asking, BenchMember serving) = BenchMember.TwoOf(Agreement, new SystemRandom(), DateTimeOffset.UtcNow);
        await Steps.BootstrapAsync(pair.Serving.Management, Layer, policy, [Topology.Bearer], Of(serving));
        await Steps.EnrolAsync(pair.Asking.Management, Layer, Of(asking));
        return pair;
    }

    private static LayerSecurity Of(BenchMember member) => new(member.Credentials, [Agreement]);
}

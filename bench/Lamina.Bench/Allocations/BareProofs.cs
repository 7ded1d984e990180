using Lamina.Bench.Handshakes;
using Lamina.Bench.Measuring;
using Lamina.Bench.Networks;
using Lamina.Node.Driving;

namespace Lamina.Bench.Allocations;

/// <summary>
/// What the proofs of a flow cannot do without, at both ends together: of Noise IK es, ss, ee and se at each, an ephemeral key of each, and the signature
/// of each other's credential. Done by 64 tasks on all processors, and nothing else: no hash, no cipher, no packet.
/// </summary>
internal static class BareProofs
{
    private const int Keys = 2;
    private const int Agreements = 8;
    private const int Signatures = 2;

    public static IMeasured Open()
    {
        // What they work with is a thread's own.
        var proof = new ThreadLocal<Action>(() => new Primitives(SecurePair.Agreement, new SystemRandom()).Make(1, Keys, Agreements, Signatures));
        return new AtOnce(
            () =>
            {
                proof.Value!();
                return Task.CompletedTask;
            },
            static () => Environment.CpuUsage.TotalTime,
            proof.Dispose);
    }
}

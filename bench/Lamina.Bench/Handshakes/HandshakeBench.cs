using System.Globalization;
using Lamina.Bearers.Crypto;
using Lamina.Core;
using Lamina.Node.Driving;
using Lamina.Security.Handshake;
using Lamina.Security.Primitives;

namespace Lamina.Bench.Handshakes;

/// <summary>
/// Handshakes a second of one thread, beside the bare primitives of their patterns in the same interleaved rounds, and what it costs to send
/// strangers away.
/// </summary>
internal static class HandshakeBench
{
    public const string Command = "handshakes";

    private const int Rounds = 7;
    private static readonly TimeSpan RoundTime = TimeSpan.FromMilliseconds(100);

    public static void Run()
    {
        List<Work> all = [];
        var random = new SystemRandom();
        foreach (IKeyAgreement? agreement in (IKeyAgreement?[])[X25519.Instance, P256.Instance])
        {
            all.AddRange(agreement is null ? [] : WorksOf(agreement, random));
        }

        var asked = new AskedMember(random);
        var hash = new Work("HMAC-SHA-256 alone", null, asked.Hash);
        all.AddRange([hash, new Work("request answered with a cookie", hash, asked.Ask)]);
        for (int round = 0; round <= Rounds; round++)
        {
            foreach (Work work in round % 2 == 0 ? all : Enumerable.Reverse(all))
            {
                work.Measure(RoundTime, counts: round > 0);
            }
        }

        Console.WriteLine($"{"one thread, middle of " + Rounds + " rounds",-52}{"a second",12}{"us each",12}{"of bare",10}");
        foreach (Work work in all)
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{work.Name,-52}{1 / work.Time,12:F0}{work.Time * 1e6,12:F1}{work.Ratio,10:0.00x}"));
        }
    }

    private static IEnumerable<Work> WorksOf(IKeyAgreement agreement, SystemRandom random)
    {
        // Of the responder of IK: es, ss, ee, se, its ephemeral key, and the signature of one credential. Of both sides of XX: twice that, but ss.
        DateTimeOffset wall = DateTimeOffset.UtcNow;
        (BenchMember asking, BenchMember asked) = BenchMember.TwoOf(agreement, random, wall);
        var flows = new Flows(asking, asked, new HandshakeMoment(Instant.Zero, wall), random);
        var primitives = new Primitives(agreement, random);
        string name = $"{agreement.NoiseName}: ";
        var bareIk = new Work($"{name}1 key, 4 agreements, 1 signature checked", null, times => primitives.Make(times, 1, 4, 1));
        var bareForged = new Work($"{name}1 key, 1 agreement", null, times => primitives.Make(times, 1, 1, 0));
        var bareXx = new Work($"{name}2 keys, 6 agreements, 2 signatures checked", null, times => primitives.Make(times, 2, 6, 2));
        return
        [
            bareIk, new Work($"{name}IK flow accepted", bareIk, flows.Ik),
            bareForged, new Work($"{name}IK first message that is forged", bareForged, flows.Forged),
            bareXx, new Work($"{name}XX, both sides", bareXx, flows.Xx),
        ];
    }
}

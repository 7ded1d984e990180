using Lamina.Core;
using Lamina.Security.Handshake;
using Lamina.Security.Handshake.Xx;
using Lamina.Security.Records;

namespace Lamina.Bench.Handshakes;

/// <summary>The asked side of handshakes that were begun before: from the first message to the keys, as for each flow that is accepted.</summary>
internal sealed class Flows(BenchMember asking, BenchMember asked, HandshakeMoment moment, IRandomSource random)
{
    private const string Purpose = "lamina bench 1";
    private static readonly HandshakeTerms Terms = new(NameHash.Of(Name.Parse("bench"), HashAlgorithmId.Sha3_256), QosSpec.Data);
    private static readonly byte[] Offer = new byte[24];

    /// <summary>IK: the first message is read and judged, the second written, keys are there.</summary>
    public Action Ik(int times)
    {
        byte[][] firsts = [.. Enumerable.Range(0, times).Select(_ => FirstOfIk())];
        byte[] inner = new byte[1000];
        byte[] second = new byte[1000];
        return () =>
        {
            foreach (byte[] first in firsts)
            {
                using IHandshakeResponder responder = asked.Suite.Respond(Terms, moment, random);
                Check(responder.ReadFirst(first, inner, out _, out _) == HandshakeVerdict.Proved);
                using RecordKeys? keys = responder.TakeKeys();
                Check(keys is not null && responder.WriteSecond(Offer, second) > 0);
            }
        };
    }

    /// <summary>What is no first message of anybody's, but looks like one: all that a flood can make a member do.</summary>
    public Action Forged(int times)
    {
        byte[][] firsts = [.. Enumerable.Range(0, times).Select(_ => FirstOfIk())];
        foreach (byte[] first in firsts)
        {
            first[^1] ^= 1;
            first[40] ^= 1;
        }

        byte[] inner = new byte[1000];
        return () =>
        {
            foreach (byte[] first in firsts)
            {
                using IHandshakeResponder responder = asked.Suite.Respond(Terms, moment, random);
                Check(responder.ReadFirst(first, inner, out _, out _) == HandshakeVerdict.NotForUs);
            }
        };
    }

    /// <summary>XX: the responder's two steps. The initiator's one between them is done as well, and is a part of the time.</summary>
    public Action Xx(int times) => () =>
    {
        for (int i = 0; i < times; i++)
        {
            using XxExchange first = asking.Suite.Exchange(Purpose, true, moment, random);
            using XxExchange second = asked.Suite.Exchange(Purpose, false, moment, random);
            Check(second.Handle(first.Begin(), out byte[]? answer) == HandshakeVerdict.Proved);
            Check(first.Handle(answer!, out byte[]? third) == HandshakeVerdict.Proved);
            Check(second.Handle(third!, out _) == HandshakeVerdict.Proved && second.IsProved);
        }
    };

    private static void Check(bool isRight)
    {
        if (!isRight)
        {
            throw new InvalidOperationException("a handshake did not end as it should");
        }
    }

    private byte[] FirstOfIk()
    {
        byte[] first = new byte[1000];
        using IHandshakeInitiator initiator = asking.Suite.Initiate(Terms, asked.Key, moment, random)!;
        return first[..initiator.WriteFirst(Offer, first)];
    }
}

using Lamina.Core;
using Lamina.Ipc.Tests.Virtual;
using Lamina.Wire.Udp;

namespace Lamina.Ipc.Tests.Udp;

/// <summary>What a udp member says to sources that may be forged, and keeps of them.</summary>
public sealed class UdpStrangerTests
{
    private readonly UdpNet _net = new();

    [Fact]
    public void Whoever_asks_in_anothers_name_makes_nobody_ask_that_one_for_more_than_three_times_the_bytes()
    {
        UdpMember member = _net.Add(2);
        var sent = new Dictionary<UdpEndpoint, int>();
        _net.Network.Loses = (from, to) =>
        {
            if (from == member.Port.Local)
            {
                sent[to] = sent.GetValueOrDefault(to) + 1;
            }

            return true;
        };
        byte[] question = Question(0xABCD);
        for (int i = 0; i < 100; i++)
        {
            member.Port.Receive(Forged(i), question);
        }

        for (int i = 0; i < 20; i++)
        {
            member.Ask($"name{i}");
            _net.RunFor(2000);
        }

        // One answer of 19 bytes, and questions of 35, for 35 that came.
        Assert.Equal(100, sent.Count);
        Assert.All(sent.Values, count => Assert.InRange(count, 1, 3));
    }

    [Fact]
    public void A_peer_that_answers_is_asked_again_and_no_flood_of_questions_pushes_it_out()
    {
        UdpMember member = _net.Add(2);
        UdpMember peer = _net.Add(1, UdpNet.With(2));
        TestAcceptor acceptor = peer.Serve("there");
        peer.Ask("nobody");
        _net.RunFor(3000);

        // It answers the first question of the other's, and so is known.
        member.Ask("unknown");
        _net.RunFor(3000);
        byte[] question = Question(7);
        for (int i = 0; i < 5000; i++)
        {
            member.Port.Receive(Forged(i), question);
            if (i % 100 == 0)
            {
                _net.RunFor(100);
            }
        }

        TestSink sink = member.Ask("there");
        _net.RunFor(3000);
        Assert.NotNull(sink.Flow);
        Assert.Single(acceptor.Flows);
    }

    [Fact]
    public void Pieces_of_strangers_have_sixteen_places()
    {
        UdpMember member = _net.Add(2);
        byte[] piece = new byte[UdpPieceHeader.Length + 700];
        for (uint i = 0; i < 1000; i++)
        {
            new UdpPieceHeader(i, 0, 2, 1400).Write(piece);
            member.Port.Receive(Forged((int)i), piece);
        }

        Assert.Equal(16, member.Stack.Context.Pool.RentedCount);
        Assert.Equal(984, member.Process.Counters.PiecesMissing);
        _net.RunFor(2000);
        Assert.Equal(0, member.Stack.Context.Pool.RentedCount);
    }

    private static UdpEndpoint Forged(int number) => UdpEndpoint.FromIPv4(0x0B000000u + (uint)number, 9);

    private static byte[] Question(ulong cookie)
    {
        byte[] bytes = new byte[64];
        return bytes[..new UdpQueryPdu(cookie, NameHash.Of(Name.Parse("any"), HashAlgorithmId.Md5)).Write(bytes)];
    }
}

using Lamina.Core;
using Lamina.Wire.Frcp;

namespace Lamina.Protocols.Tests.Flows;

/// <summary>What can be seen of flows in clear only: what is on the wire, and what it means that the layer below holds it.</summary>
public class ClearFlowTests
{
    [Fact]
    public void Fragment_codes_are_10_11_01_00()
    {
        var pair = new Pair(QosSpec.Data, seed: 6);
        var codes = new List<(bool First, bool More)>();
        pair.OnPacket = (from, packet, _) =>
        {
            FrcpFlags flags = FrcpHeader.FlagsOf(packet.AsSpan(IntegrityHeader.Length));
            if (from == pair.A.Lower && (flags & FrcpFlags.Data) != 0)
            {
                codes.Add(((flags & FrcpFlags.FirstFragment) != 0, (flags & FrcpFlags.MoreFragments) != 0));
            }
        };
        pair.A.Write(Texts.Make(0, 10));
        pair.A.Write(Texts.Make(1, 1424 * 2));
        pair.A.Write(Texts.Make(2, (1424 * 3) + 1));
        Assert.True(pair.RunUntil(() => pair.B.Messages.Count == 3));
        Assert.Equal(
            [(true, false), (true, true), (false, false), (true, true), (false, true), (false, true), (false, false)], codes);
    }

    [Fact]
    public void A_hole_is_told_with_blocks()
    {
        var pair = new Pair(QosSpec.Data, seed: 3);
        int seen = 0;
        pair.A.Lower.Drops = _ => seen++ is 5 or 6 or 10;
        var blocks = new List<SackBlock>();
        SequenceNumber first = default;
        pair.OnPacket = (from, packet, _) =>
        {
            ReadOnlySpan<byte> frcp = packet.AsSpan(IntegrityHeader.Length);
            Assert.True(FrcpHeader.TryRead(frcp, out FrcpHeader header));
            if (from == pair.A.Lower && (header.Flags & FrcpFlags.DataRun) != 0)
            {
                first = header.Sequence;
            }
            else if (from == pair.B.Lower && blocks.Count == 0)
            {
                for (int i = 0; i < header.SackCount; i++)
                {
                    blocks.Add(FrcpHeader.BlockAt(frcp, i));
                }
            }
        };
        pair.A.Write(Texts.Make(0, 1424 * 20));
        Assert.True(pair.RunUntil(() => pair.B.Messages.Count == 1));
        Assert.Equal([new SackBlock(first + 7, first + 10), new SackBlock(first + 11, first + 20)], blocks);
    }

    [Fact]
    public void A_segment_that_is_still_held_below_is_copied_before_it_is_sent_again()
    {
        var pair = new Pair(QosSpec.Data, seed: 6);
        PacketBuffer? held = null;
        pair.A.Lower.Drops = _ => false;
        pair.A.Write(Texts.Make(1, 100));
        bool dropsAll = true;
        pair.A.Lower.Drops = _ => dropsAll;
        pair.RunUntil(() => pair.A.Lower.SeenTrains.Count > 0);
        held = pair.A.Lower.SeenTrains[0].Buffer;
        held.Retain();
        dropsAll = false;
        Assert.True(pair.RunUntil(() => pair.B.Messages.Count == 1));
        held.Release();
        Assert.Equal(1, pair.A.Flow.Counters.RetransmissionCopies);
        Assert.Equal(Texts.Make(1, 100), pair.B.Messages[0]);
    }
}

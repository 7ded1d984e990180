using Lamina.Core;
using Lamina.Protocols.Flows;

namespace Lamina.Protocols.Tests.Flows;

/// <summary>Every combination of what a flow may do, over a bad link: each switch gives what it promises, whatever the others say.</summary>
public class SwitchTests : PairTests
{
    private const int Count = 120;
    private const int Packet = 1444;

    private static readonly FlowLimits Small = new() { ReceivePackets = 64, ReceiveBytes = 1 << 20 };

    [Fact]
    public void There_are_20_combinations() => Assert.Equal(20, Switches.All.Count());

    [Fact]
    public void Each_switch_keeps_its_promise_in_every_combination()
    {
        int reordered = 0;
        int doubled = 0;
        int lost = 0;
        long corrupt = 0;
        long parts = 0;
        foreach (Switches switches in Switches.All)
        {
            for (ulong seed = 0; seed < 6; seed++)
            {
                string what = $"{switches}, seed {seed}";
                var random = new SeededRandom(seed);
                LinkFaults faults = LinkFaults.Random(random) with
                {
                    Loss = 0.05,
                    Duplication = 0.05,
                    Reordering = 0.1,
                    Corruption = switches.Checks || IsSealed ? 0.02 : 0,
                };
                var pair = MakePair(switches.ToTerms(FlowLimits.Default), seed, faults, Packet);
                AssertLimits(pair, switches, what);
                int longest = switches.Fragments ? 6000 : pair.A.Flow.MaxMessageSize;
                int[] lengths = [.. Enumerable.Range(0, Count).Select(_ => 4 + random.Next(longest - 3))];
                for (int i = 0; i < Count; i++)
                {
                    pair.A.Write(Texts.Make(i, lengths[i]));
                    pair.RunFor(Duration.FromMilliseconds(1));
                }

                pair.RunUntil(() => pair.B.Messages.Count == Count, switches.Retransmits ? 120 : 1);
                List<int> numbers = pair.B.Messages.ConvertAll(Texts.NumberOf);
                Assert.All(pair.B.Messages, message => Assert.Equal(Texts.Make(Texts.NumberOf(message), lengths[Texts.NumberOf(message)]), message));
                Assert.True(!switches.Orders || numbers.SequenceEqual(numbers.Distinct().Order()), $"{what}: out of order");
                Assert.True(!switches.Retransmits || numbers.Count == Count, $"{what}: {numbers.Count} of {Count} came");
                Assert.True(switches.Retransmits || pair.A.Flow.Counters.Retransmitted == 0, $"{what}: sent again");
                Assert.True(!switches.Reassembles || pair.B.Parts == 0, $"{what}: in parts");
                reordered += numbers.Zip(numbers.Skip(1)).Count(two => two.Second < two.First);
                doubled += numbers.Count - numbers.Distinct().Count();
                lost += Count - numbers.Distinct().Count();
                corrupt += pair.DroppedForItsBytes;
                parts += pair.B.Parts;

                pair.A.Flow.Close(pair.Now);
                pair.RunUntil(() => pair.B.SawEnd);
                pair.B.Flow.Close(pair.Now);
                ReliableFlowTests.AssertEmpty(pair, seed);
            }
        }

        // The link was as bad as it was meant to be; of sealed packets nobody sees a copy.
        Assert.Equal(IsSealed, doubled == 0);
        Assert.True(reordered > 100 && (IsSealed || doubled > 50) && lost > 100 && corrupt > 100 && parts > 100, $"{reordered} {doubled} {lost} {corrupt} {parts}");
    }

    [Fact]
    public void Where_the_reader_sleeps_flow_control_alone_decides_whether_anything_is_dropped()
    {
        foreach (Switches switches in Switches.All)
        {
            var pair = MakePair(switches.ToTerms(Small), seed: 1, LinkFaults.None, Packet);
            pair.B.Reads = false;
            for (int i = 0; i < 200; i++)
            {
                pair.A.Write(Texts.Make(i, 1000));
            }

            pair.RunFor(Duration.FromSeconds(2));
            long dropped = pair.B.Flow.Counters.Dropped(DropReason.QueueFull) + pair.B.Flow.Counters.Dropped(DropReason.OutOfWindow);
            Assert.True(switches.Controls == (dropped == 0), $"{switches}: {dropped} dropped");
            Assert.True(pair.B.Context.Pool.RentedCount <= 64, $"{switches}: {pair.B.Context.Pool.RentedCount} buffers are held");

            pair.B.Reads = true;
            pair.RunUntil(() => pair.B.Messages.Count == 200, 30);
            Assert.True(switches.Retransmits ? pair.B.Messages.Count == 200 : pair.B.Messages.Count == 64, $"{switches}: {pair.B.Messages.Count}");
            Assert.Equal(Enumerable.Range(0, pair.B.Messages.Count), pair.B.Messages.Select(Texts.NumberOf));
        }
    }

    [Fact]
    public void Over_a_flow_that_loses_nothing_nothing_is_sent_again_and_what_cannot_break_is_not_checked()
    {
        FlowTerms terms = FlowTerms.For(QosSpec.Data) with { Composition = Composition.For(QosSpec.Data, isIntactBelow: true) };
        var pair = MakePair(terms, seed: 1, LinkFaults.None, Packet);
        for (int i = 0; i < 1000; i++)
        {
            pair.A.Write(Texts.Make(i, 5000));
        }

        Assert.True(pair.RunUntil(() => pair.B.Messages.Count == 1000));
        Assert.Equal(0, pair.A.Flow.Counters.Retransmitted);
        Assert.Equal(0, pair.B.Flow.Counters.Retransmitted);
        Assert.DoesNotContain(terms.Composition.Elements, element => element.Id == Wire.Offers.ElementId.Integrity);
    }

    private static void AssertLimits(Pair pair, Switches switches, string what)
    {
        int written = 0;
        int max = pair.A.Flow.MaxMessageSize;
        Assert.True(switches.Fragments == max > Packet, $"{what}: {max}");
        Assert.Equal(WriteStatus.TooLarge, pair.A.Flow.Write(new byte[max + 1], ref written, pair.Now));
        Assert.Equal(0, written);
    }
}

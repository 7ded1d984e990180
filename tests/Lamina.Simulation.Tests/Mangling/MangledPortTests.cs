using System.Security.Cryptography;
using Lamina.Core;
using Lamina.Simulation.Mangling;

namespace Lamina.Simulation.Tests.Mangling;

/// <summary>What a mangled port does to trains, and what it never does.</summary>
public sealed class MangledPortTests
{
    private const ulong Seeds = 20;

    [Fact]
    public void Regrouping_keeps_every_datagram_and_the_order_of_each_sender() => OnSeeds(seed =>
    {
        var bench = new MangledBench(ManglingProfile.Regrouped, seed);
        bench.ReceiveTrains(100);
        bench.RunOut();
        foreach (UdpEndpoint sender in MangledBench.Senders)
        {
            Assert.Equal(bench.SentBy(sender), bench.Trains.Where(train => train.From == sender).SelectMany(train => train.Datagrams));
        }
    });

    [Fact]
    public void Regrouping_merges_what_came_apart_cuts_what_came_together_and_interleaves_senders()
    {
        var bench = new MangledBench(ManglingProfile.Regrouped, 1);
        bench.ReceiveTrains(200);
        bench.RunOut();
        Assert.Contains(bench.Trains, train => bench.TrainsWithin(train) > 1);
        Assert.Contains(bench.Trains, train => bench.TrainsWithin(train) == 0);
        Assert.True(bench.Trains.Zip(bench.Trains.Skip(1)).Count(pair => pair.First.From != pair.Second.From) > 10);
        Assert.Contains(bench.Trains, train => train.At > bench.Start);
    }

    [Fact]
    public void Trains_are_as_receive_offload_makes_them() => OnSeeds(seed =>
    {
        var bench = new MangledBench(ManglingProfile.Hostile with { Merge = 1 }, seed);
        bench.ReceiveTrains(100);
        bench.RunOut();
        foreach (MangledTrain train in bench.Trains)
        {
            Assert.InRange(train.Datagrams.Length, 1, 64);
            Assert.All(train.Datagrams[..^1], datagram => Assert.Equal(train.Datagrams[0].Length, datagram.Length));
            Assert.True(train.Datagrams[^1].Length <= train.Datagrams[0].Length);
        }
    });

    [Fact]
    public void A_hostile_port_loses_repeats_and_reorders_and_counts_it() => OnSeeds(seed =>
    {
        var bench = new MangledBench(ManglingProfile.Hostile, seed);
        bench.ReceiveTrains(300);
        bench.RunOut();
        MangledPortCounters counters = bench.Port.Counters;
        Assert.All(new[] { counters.Dropped, counters.Duplicated, counters.Reordered }, count => Assert.True(count > 0));
        Assert.Equal(counters.Received - counters.Dropped + counters.Duplicated, counters.Delivered);
        Assert.Equal(counters.Delivered, bench.Trains.Sum(train => train.Datagrams.Length));
        HashSet<string> sent = [.. MangledBench.Senders.SelectMany(bench.SentBy).Select(Hash)];
        Assert.All(bench.Trains.SelectMany(train => train.Datagrams), datagram => Assert.Contains(Hash(datagram), sent));
    });

    [Fact]
    public void One_seed_mangles_alike()
    {
        var first = new MangledBench(ManglingProfile.Hostile, 7);
        var second = new MangledBench(ManglingProfile.Hostile, 7);
        first.ReceiveTrains(100);
        second.ReceiveTrains(100);
        first.RunOut();
        second.RunOut();
        Assert.Equal(
            first.Trains.Select(train => (train.At, train.From, train.Datagrams.Length)),
            second.Trains.Select(train => (train.At, train.From, train.Datagrams.Length)));
    }

    [Fact]
    public void The_default_hands_each_datagram_up_by_itself_and_at_once()
    {
        var bench = new MangledBench(new ManglingProfile(), 1);
        bench.ReceiveTrains(20);
        Assert.All(bench.Trains, train => Assert.Single(train.Datagrams));
        Assert.Equal(MangledBench.Senders.Sum(sender => bench.SentBy(sender).Count()), bench.Trains.Count);
    }

    [Fact]
    public void What_waits_is_bounded_and_forgotten_at_the_end()
    {
        var bench = new MangledBench(new ManglingProfile { Hold = 1 }, 1);
        while (bench.Port.Counters.Received <= MangledPort.MostHeld + 100)
        {
            bench.ReceiveTrains(1, isAtOnce: true);
        }

        Assert.Equal(bench.Port.Counters.Received - MangledPort.MostHeld, bench.Port.Counters.DroppedQueueFull);
        bench.Port.Close();
        bench.ReceiveTrains(1);
        bench.RunOut();
        Assert.Empty(bench.Trains);
        Assert.Equal((0, 0), (bench.Context.Timers.Count, bench.Context.Pool.RentedCount));
    }

    private static string Hash(byte[] datagram) => Convert.ToHexString(SHA256.HashData(datagram));

    private static void OnSeeds(Action<ulong> fact)
    {
        for (ulong seed = 1; seed <= Seeds; seed++)
        {
            try
            {
                fact(seed);
            }
            catch (Exception failure)
            {
                throw new Xunit.Sdk.XunitException($"seed {seed}: {failure.Message}", failure);
            }
        }
    }
}

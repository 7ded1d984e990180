using Lamina.Core;
using Lamina.Ipc.Unicast;
using Lamina.Ipc.Unicast.DataTransfer;
using Lamina.Wire;
using Lamina.Wire.DataTransfer;

namespace Lamina.Ipc.Tests.Unicast.DataTransfer;

public class HostileTrainTests
{
    private const ulong Seed = 30_001;

    [Fact]
    public void Random_trains_are_counted_and_every_buffer_comes_back()
    {
        var random = new SeededRandom(Seed);
        var context = new MachineContext(new PacketPool(), random);
        var layer = new LayerParameters(Name.Parse("net"), 1200, Duration.FromSeconds(1));
        var user = new CountingUser();
        var machine = new DataTransferMachine(new Membership(layer, new Address(0x01010101), false), context, user);
        long packets = 0;
        for (int i = 0; i < 200_000; i++)
        {
            Train train = RandomTrain(context.Pool, random);
            packets += train.Count;
            Exception? thrown = Record.Exception(() =>
            {
                machine.HandleTrain(train, Instant.Zero);
                context.Run(Instant.Zero);
            });
            Assert.True(thrown is null, $"seed {Seed}, train {i}: {thrown}");
            train.Buffer.Release();
        }

        DataTransferCounters counters = machine.Counters;
        Assert.Equal(0, context.Pool.RentedCount);
        Assert.True(counters.Delivered > 1000 && counters.Expired > 1000 && counters.Malformed > 1000 && counters.Unroutable > 1000);
        Assert.Equal(packets, counters.Delivered + counters.Expired + counters.Malformed + counters.Unroutable);
        Assert.Equal(counters.Delivered, user.Packets);
    }

    [Fact]
    public void A_mixed_train_is_split_into_runs_of_equal_headers_in_order()
    {
        var context = new MachineContext(new PacketPool(), new SeededRandom(1));
        var layer = new LayerParameters(Name.Parse("net"), 1200, Duration.FromSeconds(1));
        var user = new CountingUser();
        var machine = new DataTransferMachine(new Membership(layer, new Address(1), false), context, user);
        ulong[] eids = [70, 70, 71, 70, 70, 70];
        Assert.True(context.Pool.TryRent(2048, out PacketBuffer buffer));
        var train = Train.Contiguous(buffer, 0, eids.Length * 20, 20);
        for (int i = 0; i < eids.Length; i++)
        {
            new Wire.DataTransfer.DataTransferFormat(4).Write(train[i], new(new Address(1), 60, QosCube.BestEffort, 0, eids[i]));
        }

        machine.HandleTrain(train, Instant.Zero);

        Assert.Equal([(70UL, 2), (71UL, 1), (70UL, 3)], user.Runs);
        buffer.Release();
    }

    private static Train RandomTrain(PacketPool pool, SeededRandom random)
    {
        int length = random.Next(4) == 0 ? random.Next(16) : random.Next(60);
        int count = 1 + random.Next(5);
        int last = random.Next(length + 1);
        Assert.True(pool.TryRent(2048, out PacketBuffer buffer));
        var train = Train.Contiguous(buffer, 64, ((count - 1) * length) + last, length);
        for (int i = 0; i < train.Count; i++)
        {
            random.Fill(train[i]);
            if (random.Next(2) == 0)
            {
                train[i][..Math.Min(4, train[i].Length)].Fill(1);
            }

            if (train[i].Length > 4 && random.Next(3) == 0)
            {
                train[i][4] = (byte)random.Next(3);
            }
        }

        return train;
    }

    private sealed class CountingUser : IDataTransferUser
    {
        public long Packets { get; private set; }

        public List<(ulong Eid, int Count)> Runs { get; } = [];

        public void HandleData(in DataTransferHeader header, in Train train, Instant now)
        {
            Packets += train.Count;
            Runs.Add((header.Eid, train.Count));
        }

        public void HandleComponentMessage(ulong component, ReadOnlySpan<byte> message, Instant now) => Packets++;

        public void HandleTrace(in DataTransferHeader header, ReadOnlySpan<byte> message, Instant now) => Packets++;
    }
}

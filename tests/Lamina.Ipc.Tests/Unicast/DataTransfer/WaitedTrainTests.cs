using Lamina.Core;
using Lamina.Ipc.Unicast;
using Lamina.Ipc.Unicast.DataTransfer;
using Lamina.Wire;
using Lamina.Wire.DataTransfer;

namespace Lamina.Ipc.Tests.Unicast.DataTransfer;

/// <summary>What has stood in the system's queue in front of a host is marked, as if it had waited in a queue of the layer.</summary>
public sealed class WaitedTrainTests : IDataTransferUser
{
    private const byte Marker = 5;

    private readonly MachineContext _context = new(new PacketPool(), new SeededRandom(1));
    private readonly DataTransferFormat _format = new(4);
    private readonly DataTransferMachine _machine;
    private readonly List<byte> _delivered = [];

    public WaitedTrainTests() => _machine = new DataTransferMachine(
        new Membership(new LayerParameters(Name.Parse("net"), 1200, Duration.FromSeconds(1)), new Address(1), false), _context, this);

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(0, 100, 0)]
    [InlineData(0, 2000, 9)]
    [InlineData(12, 2000, 12)]
    [InlineData(3, 4000, 11)]
    public void The_longer_of_both_times_is_in_every_packet(byte before, int microseconds, byte after)
    {
        Train train = NewTrain(new Address(1), before);
        _context.InputWait = Duration.FromMicroseconds(microseconds);
        _machine.HandleTrain(train, Instant.Zero);
        Assert.Equal((byte)(after << 3 | Marker), Assert.Single(_delivered));
        train.Buffer.Release();
    }

    [Fact]
    public void What_is_passed_on_takes_it_along()
    {
        Train train = NewTrain(new Address(2), 0);
        _context.InputWait = Duration.FromMilliseconds(2);
        _machine.HandleTrain(train, Instant.Zero);
        for (int i = 0; i < train.Count; i++)
        {
            Assert.Equal(9, CongestionByte.LevelOf(_format.Congestion(train[i])));
        }

        _context.Run(Instant.Zero);
        train.Buffer.Release();
        Assert.Equal(0, _context.Pool.RentedCount);
    }

    void IDataTransferUser.HandleData(in DataTransferHeader header, in Train train, Instant now)
    {
        Assert.Equal(3, train.Count);
        _delivered.Add(header.Ecn);
    }

    void IDataTransferUser.HandleComponentMessage(ulong component, ReadOnlySpan<byte> message, Instant now)
    {
    }

    void IDataTransferUser.HandleTrace(in DataTransferHeader header, ReadOnlySpan<byte> message, Instant now)
    {
    }

    private Train NewTrain(Address destination, byte level)
    {
        Assert.True(_context.Pool.TryRent(2048, out PacketBuffer buffer));
        var train = Train.Contiguous(buffer, 64, 60, 20);
        for (int i = 0; i < train.Count; i++)
        {
            _format.Write(train[i], new(destination, 60, QosCube.BestEffort, CongestionByte.Raise(Marker, level), 70));
        }

        return train;
    }
}

using Lamina.Core;
using Lamina.Ipc.Unicast;
using Lamina.Ipc.Unicast.Connections;
using Lamina.Wire.Connections;
using Lamina.Wire.DataTransfer;
using Lamina.Wire.Offers;

namespace Lamina.Ipc.Tests.Unicast;

/// <summary>A router has no flow allocator and no directory: what is for them is for nobody.</summary>
public class RouterRoomsTests
{
    [Theory]
    [InlineData(true, 3)]
    [InlineData(false, 0)]
    public void What_is_for_a_room_that_a_router_does_not_have_is_counted_as_for_nobody(bool isRouter, long unknown)
    {
        var stack = new DirectStack(5);
        var process = new UnicastIpcProcess("r", stack);
        stack.Lower[Name.Parse("r")] = process;
        stack.Do(now => process.Bootstrap(
            new UnicastParameters(Name.Parse("net")) { IsInsecure = true, IsRouter = isRouter }, new OutcomeProbe(), now));
        var neighbour = new FlowKeeper();
        stack.Do(now => stack.AllocateLower(process, new FlowRequest(Name.Parse("r"), QosSpec.Raw, HelloTo(process)), neighbour, now));

        foreach (ulong eid in new[] { DataTransferHeader.FlowAllocatorEid, DataTransferHeader.DirectoryEid, 0x1234_5678ul })
        {
            stack.Do(now => Send(stack, process, neighbour.Flow!, eid, now));
        }

        Assert.Equal((3, unknown), (process.Counters!.Delivered, process.Counters.UnknownComponent));
        Assert.Empty(process.DirectoryEntries(stack.Now));
        Assert.Equal(0, process.FlowCount);
        stack.Do(process.Shutdown);
        Assert.Equal((0, 0), (stack.Context.Pool.RentedCount, stack.Context.Timers.Count));
    }

    private static byte[] HelloTo(UnicastIpcProcess process)
    {
        var hello = new ConnectionHello(
            ConnectionComponent.DataTransfer, SpokenProtocols.Current.DataTransfer, 9, new Address(9), process.Membership!.LayerHash, "n");
        byte[] bytes = new byte[ConnectionHello.MaxLength];
        return Piggyback.Write([], bytes.AsSpan(0, hello.Write(bytes)));
    }

    private static void Send(DirectStack stack, UnicastIpcProcess to, LowerFlow flow, ulong eid, Instant now)
    {
        const int HeadRoom = 64;
        DataTransferFormat format = to.Membership!.Format;
        Assert.True(stack.Context.Pool.TryRent(HeadRoom + format.HeaderLength + 4, out PacketBuffer buffer));
        var train = Train.Single(buffer, HeadRoom, format.HeaderLength + 4);
        train[0].Clear();
        format.Write(train[0], new DataTransferHeader(to.Membership.Address, 5, QosCube.BestEffort, 0, eid));
        flow.Transmit(train, now);
    }

    private sealed class FlowKeeper : IAllocationSink
    {
        public LowerFlow? Flow { get; private set; }

        public void HandleAllocated(LowerFlow flow, ReadOnlySpan<byte> data, Instant now) => Flow = flow;

        public void HandleRefused(CloseReason reason, Instant now) => Assert.Fail($"refused: {reason}");
    }
}

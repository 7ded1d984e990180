using Lamina.Core;
using Lamina.Wire.Allocation;

namespace Lamina.Protocols.Tests.Allocation;

/// <summary>What a layer accepts of what is asked goes back with the reply, and a flow may wait for room on the way.</summary>
public sealed class AcceptedQosTests : AllocatorPair
{
    private static readonly QosSpec Asked = QosSpec.Data with { Delay = 40, Bandwidth = 4_000_000 };

    [Fact]
    public void Both_ends_hear_what_the_layer_accepted()
    {
        AcceptAll(B);
        B.Accepts = asked => asked.WithoutReservation();
        RecordingSink sink = Ask(Asked);
        Link.RunFor(Duration.FromMilliseconds(20));

        Assert.Equal(Asked, B.Arrivals.Single().Qos);
        Assert.Equal(Asked.WithoutReservation(), B.Arrivals.Single().AcceptedQos);
        Assert.Equal(Asked.WithoutReservation(), sink.Flow!.AcceptedQos);
    }

    [Fact]
    public void A_layer_cannot_take_from_a_flow_what_its_ends_do()
    {
        AcceptAll(B);
        B.Accepts = _ => QosSpec.Raw;
        RecordingSink sink = Ask(Asked);
        Link.RunFor(Duration.FromMilliseconds(20));

        QosSpec expected = QosSpec.Raw with { InOrder = true, Loss = 0, BitErrors = 0, PeerTimeout = Asked.PeerTimeout };
        Assert.Equal(expected, sink.Flow!.AcceptedQos);
        Assert.Equal(expected, B.Arrivals.Single().AcceptedQos);
    }

    [Fact]
    public void A_flow_waits_for_room_and_loses_nothing_meanwhile()
    {
        LowerFlow? served = null;
        B.OnArrival = arrival => served = arrival.Accept([7], new RecordingUser(), Link.Now);
        A.IsRoomThere = false;
        RecordingSink sink = Ask(Asked);
        Link.RunFor(Duration.FromMilliseconds(20));
        B.Send(served!, 1);
        Link.RunFor(Duration.FromMilliseconds(600));
        Assert.Equal(0, sink.Outcomes);

        A.Admitting.Single().Admit(Link.Now);
        Link.RunFor(Duration.FromMilliseconds(20));
        Assert.Equal([7], sink.Data);
        Assert.Equal([[1]], sink.User.Packets);
        sink.Flow!.Close(CloseReason.Normal, Link.Now);
        Link.RunFor(Duration.FromSeconds(1));
        AssertNothingLeft();
    }

    [Fact]
    public void Voice_that_came_before_its_flow_and_is_late_by_then_is_dropped()
    {
        LowerFlow? served = null;
        B.OnArrival = arrival => served = arrival.Accept([], new RecordingUser(), Link.Now);
        A.IsRoomThere = false;
        RecordingSink sink = Ask(QosSpec.Voice);
        Link.RunFor(Duration.FromMilliseconds(20));
        B.Send(served!, 1);
        Link.RunFor(Duration.FromMilliseconds(100));
        B.Send(served!, 2);
        Link.RunFor(Duration.FromMilliseconds(20));
        A.Admitting.Single().Admit(Link.Now);
        Link.RunFor(Duration.FromMilliseconds(20));

        Assert.Equal([[2]], sink.User.Packets);
        Assert.Equal(1, A.Allocator.Counters.EarlyDropped);
    }

    [Fact]
    public void Without_room_there_is_no_flow_and_the_acceptor_hears_why()
    {
        RecordingUser served = AcceptAll(B);
        A.IsRoomThere = false;
        RecordingSink sink = Ask(Asked);
        Link.RunFor(Duration.FromMilliseconds(20));
        A.Admitting.Single().RefuseAdmission(CloseReason.NoBandwidth, Link.Now);
        Link.RunFor(Duration.FromMilliseconds(20));

        Assert.Equal(CloseReason.NoBandwidth, sink.Reason);
        Assert.Equal([(FlowEvent.Closed, CloseReason.NoBandwidth)], served.Events);
        AssertNothingLeft();
    }

    [Fact]
    public void Room_that_never_comes_is_not_waited_for_for_ever()
    {
        RecordingUser served = AcceptAll(B);
        A.IsRoomThere = false;
        RecordingSink sink = Ask(Asked);
        Link.RunFor(Duration.FromSeconds(10));

        Assert.Equal(CloseReason.Timeout, sink.Reason);
        Assert.Equal(FlowEvent.Closed, served.Events.Single().What);
        AssertNothingLeft();
    }

    [Fact]
    public void Whoever_waits_for_room_can_give_up()
    {
        RecordingUser served = AcceptAll(B);
        A.IsRoomThere = false;
        var sink = new RecordingSink();
        ulong eid = A.Allocator.Allocate(new Address(12), new AllocationRequest(Oping, Asked, default), sink, Link.Now);
        Link.RunFor(Duration.FromMilliseconds(20));
        A.Allocator.Withdraw(eid, Link.Now);
        Link.RunFor(Duration.FromMilliseconds(20));

        Assert.Equal(0, sink.Outcomes);
        Assert.Single(served.Events);
        AssertNothingLeft();
    }

    [Fact]
    public void Every_reason_is_the_same_at_the_other_end()
    {
        Span<byte> bytes = stackalloc byte[64];
        foreach (CloseReason reason in Enum.GetValues<CloseReason>())
        {
            int length = new ClosePdu(99, 1, 98, reason).Write(bytes, 4);
            Assert.True(ClosePdu.TryRead(bytes[..length], 4, out ClosePdu read));
            Assert.Equal(reason, read.Reason);
        }
    }

    private RecordingSink Ask(in QosSpec qos)
    {
        var sink = new RecordingSink();
        A.Allocator.Allocate(new Address(12), new AllocationRequest(Oping, qos, default), sink, Link.Now);
        return sink;
    }
}

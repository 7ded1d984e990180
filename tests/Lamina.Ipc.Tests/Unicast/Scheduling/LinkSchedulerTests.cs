using Lamina.Core;
using Lamina.Ipc.Unicast.Scheduling;
using Lamina.Wire.DataTransfer;

namespace Lamina.Ipc.Tests.Unicast.Scheduling;

public class LinkSchedulerTests
{
    private const int Length = 1000;

    private readonly PacketPool _pool = new();
    private readonly DataTransferFormat _format = new(4);
    private readonly SchedulingCounters[] _counters = [.. Enumerable.Range(0, SchedulingClasses.Count).Select(_ => new SchedulingCounters())];
    private readonly NarrowFlow _flow;
    private readonly LinkScheduler _scheduler;
    private Instant _now = Instant.Zero + Duration.FromSeconds(1);

    public LinkSchedulerTests()
    {
        _flow = new NarrowFlow(_format);
        _scheduler = new LinkScheduler(_flow, _format, _counters);
    }

    [Fact]
    public void With_credit_and_nobody_waiting_packets_go_straight_through_unmarked()
    {
        _flow.Give(10 * Length);
        Send(SchedulingClass.BestEffort, eid: 100, count: 10);
        Assert.Equal(10, _flow.Sent.Count);
        Assert.All(_flow.Sent, header => Assert.Equal(0, header.Ecn));
        Assert.Equal((0, 0L), (_scheduler.WaitingBytes, _counters[3].Waited));
    }

    [Fact]
    public void What_waits_goes_by_class_and_says_how_long_it_has_waited()
    {
        Send(SchedulingClass.BestEffort, 100, 3);
        Send(SchedulingClass.Video, 101, 2);
        Send(SchedulingClass.Voice, 102, 1);
        Send(SchedulingClass.Control, 3, 1);
        _now += Duration.FromMilliseconds(4);
        Drain(7 * Length);
        Assert.Equal([3UL, 102, 101, 101, 100, 100, 100], _flow.Sent.Select(header => header.Eid));
        Assert.All(_flow.Sent, header => Assert.Equal(11, CongestionByte.LevelOf(header.Ecn)));
        AssertNothingIsHeld();
    }

    [Fact]
    public void Voice_and_video_are_not_sent_late()
    {
        Send(SchedulingClass.Voice, 102, 2);
        Send(SchedulingClass.Video, 101, 3);
        Send(SchedulingClass.BestEffort, 100, 1);
        _now += Duration.FromMilliseconds(60);
        Drain(10 * Length);
        Assert.Equal([101UL, 101, 101, 100], _flow.Sent.Select(header => header.Eid));
        Assert.Equal((2L, 0L), (_counters[(int)SchedulingClass.Voice].Late, _counters[(int)SchedulingClass.Video].Late));
        AssertNothingIsHeld();
    }

    [Fact]
    public void A_flood_of_voice_leaves_a_tenth_to_the_others()
    {
        for (int i = 0; i < 100; i++)
        {
            Send(SchedulingClass.Voice, 102, 4);
            Send(SchedulingClass.BestEffort, 100, 1);
            Drain(2 * Length);
        }

        int bestEffort = _flow.Sent.Count(header => header.Eid == 100);
        Assert.InRange(bestEffort, 12, 25);
        Assert.True(_flow.Sent.Count > 190);
    }

    [Fact]
    public void Flows_of_a_class_share_alike_whatever_each_of_them_sends()
    {
        for (int i = 0; i < 200; i++)
        {
            Send(SchedulingClass.BestEffort, 100, 20);
            Send(SchedulingClass.BestEffort, 205, 1);
            Send(SchedulingClass.BestEffort, 333, 1);
            Drain(3 * Length);
        }

        Assert.InRange(_flow.Sent.Count(header => header.Eid == 205), 190, 200);
        Assert.InRange(_flow.Sent.Count(header => header.Eid == 333), 190, 200);
        Assert.True(_counters[3].Dropped > 0);
        Assert.True(_counters[3].MostBytes <= ClassQueue.ByteLimit);
    }

    [Fact]
    public void What_waits_for_a_flow_that_goes_is_counted_and_freed()
    {
        Send(SchedulingClass.BestEffort, 100, 5);
        Send(SchedulingClass.Voice, 101, 2);
        _scheduler.Clear();
        Assert.Equal((5L, 2L), (_counters[3].Lost, _counters[1].Lost));
        AssertNothingIsHeld();
    }

    private void Send(SchedulingClass which, ulong eid, int count)
    {
        Assert.True(_pool.TryRent(count * Length, out PacketBuffer buffer));
        Train train = Train.Contiguous(buffer, 0, count * Length, Length);
        for (int i = 0; i < count; i++)
        {
            _format.Write(train[i], new(new Address(7), 60, QosCube.BestEffort, 0, eid));
        }

        _scheduler.Send(which, eid, train, _now);
    }

    private void Drain(int bytes)
    {
        _flow.Give(bytes);
        _scheduler.SendWaiting(_now);
    }

    private void AssertNothingIsHeld() => Assert.Equal((0, 0), (_scheduler.WaitingBytes, _pool.RentedCount));
}

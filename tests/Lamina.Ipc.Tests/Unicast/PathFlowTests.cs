using Lamina.Core;
using Lamina.Ipc.Tests.Virtual;
using Lamina.Ipc.Unicast;
using Lamina.Ipc.Unicast.Adjacencies;
using Lamina.Protocols.Fragments;

namespace Lamina.Ipc.Tests.Unicast;

/// <summary>A layer over flows that say they carry 1444 bytes, do not find out by themselves, and carry less.</summary>
public class PathFlowTests : IAllocationSink
{
    private static readonly Duration Pause = Duration.FromMilliseconds(50);

    private readonly DirectStack _stack = new(1);
    private readonly TestAcceptor _acceptor = new();
    private LowerFlow? _flow;
    private int _sent;

    [Fact]
    public void Nothing_is_lost_where_it_carried_less_from_the_beginning()
    {
        _stack.LowerCarries = 600;
        (UnicastIpcProcess a, UnicastIpcProcess b) = MakeFlow();
        for (int i = 0; i < 2000; i++)
        {
            Send(_flow!.MaxPacketSize);
            Send(100);
        }

        Assert.Equal(_sent, Received.Count);
        Assert.All(Received, AssertIntact);
        Assert.Equal((0L, 0L), (Parts(a).Holes, Parts(b).Incomplete));
        Assert.Equal(2000, Parts(a).Cut);
        AssertNothingStays(a, b);
    }

    [Fact]
    public void A_hole_is_cut_around_within_eight_seconds_and_when_it_closes_nothing_is_cut_any_more()
    {
        (UnicastIpcProcess a, UnicastIpcProcess b) = MakeFlow();
        int size = _flow!.MaxPacketSize;
        SendFor(Duration.FromSeconds(20));
        Assert.Equal(_sent, Received.Count);
        long cutAtFirst = Parts(a).Cut;
        Assert.InRange(cutAtFirst, 0, 2);

        _stack.LowerCarries = 600;
        SendFor(Duration.FromSeconds(8));
        int missing = _sent - Received.Count;
        Assert.InRange(missing, 1, 160);
        SendFor(Duration.FromSeconds(60));
        Assert.Equal((missing, size), (_sent - Received.Count, _flow.MaxPacketSize));
        Assert.Equal((1L, 0L), (Parts(a).Holes, Parts(b).Malformed));

        _stack.LowerCarries = 1444;
        SendFor(Duration.FromSeconds(100));
        long cut = Parts(a).Cut;
        SendFor(Duration.FromSeconds(20));
        Assert.Equal((cut, missing), (Parts(a).Cut, _sent - Received.Count));
        Assert.All(Received, AssertIntact);
        AssertNothingStays(a, b);
    }

    [Fact]
    public void Over_a_flow_that_says_it_carries_less_only_what_is_longer_is_cut()
    {
        _stack.LowerMaxPacketSize = 700;
        (UnicastIpcProcess a, UnicastIpcProcess b) = MakeFlow(layer: 4000);
        for (int i = 0; i < 50; i++)
        {
            Send(_flow!.MaxPacketSize);
            Send(600);
        }

        Assert.Equal((_sent, 50L), (Received.Count, Parts(a).Cut));
        Assert.All(Received, AssertIntact);
        AssertNothingStays(a, b);
    }

    void IAllocationSink.HandleAllocated(LowerFlow flow, ReadOnlySpan<byte> data, Instant now) => _flow = flow;

    void IAllocationSink.HandleRefused(CloseReason reason, Instant now) => Assert.Fail($"refused: {reason}");

    private List<byte[]> Received => _acceptor.Flows[0].User.Packets;

    private static PartCounters Parts(UnicastIpcProcess process) => process.Counters!.Parts;

    private static void AssertIntact(byte[] packet) =>
        Assert.True(packet.AsSpan(1).IndexOfAnyExcept(packet[0]) < 0, "a packet is made of two");

    private (UnicastIpcProcess A, UnicastIpcProcess B) MakeFlow(int layer = 1444)
    {
        UnicastIpcProcess a = New("a");
        UnicastIpcProcess b = New("b");
        Expect(sink => a.Bootstrap(new UnicastParameters(Name.Parse("net")) { IsInsecure = true, LowerMaxPacketSize = layer }, sink, _stack.Now));
        Expect(sink => b.Enrol(new EnrolmentParameters(Name.Parse("a")) { IsInsecure = true }, sink, _stack.Now));
        Expect(sink => b.Connect(Name.Parse("a"), ConnectionComponents.All, sink, _stack.Now));
        var hash = NameHash.Of(Name.Parse("sink"), a.HashAlgorithm);
        _stack.Upper[hash] = _acceptor;
        _stack.Do(now => Assert.Equal(Outcome.Ok, b.Register(hash, now)));
        _stack.RunUntil(() => false, Duration.FromSeconds(5));
        _stack.Do(now => a.Allocate(new AllocationRequest(hash, QosSpec.Raw, Array.Empty<byte>()), this, now));
        Assert.True(_stack.RunUntil(() => _flow is not null, Duration.FromSeconds(10)));
        return (a, b);
    }

    private UnicastIpcProcess New(string name)
    {
        var process = new UnicastIpcProcess(name, _stack);
        _stack.Lower[Name.Parse(name)] = process;
        return process;
    }

    private void Expect(Action<IOutcomeSink> operation)
    {
        var probe = new OutcomeProbe();
        _stack.Do(_ => operation(probe));
        Assert.True(_stack.RunUntil(() => probe.Outcome is not null, Duration.FromSeconds(60)), "no outcome");
        Assert.Equal(Outcome.Ok, probe.Outcome!.Value);
    }

    private void SendFor(Duration time)
    {
        for (Duration at = Duration.Zero; at < time; at += Pause)
        {
            Send(_flow!.MaxPacketSize);
        }
    }

    private void Send(int length)
    {
        Assert.True(_stack.Context.Pool.TryRent(_flow!.HeadRoom + length, out PacketBuffer buffer));
        var train = Train.Single(buffer, _flow.HeadRoom, length);
        train[0].Fill((byte)_sent++);
        _stack.Do(now => _flow.Transmit(train, now));
        _stack.RunUntil(() => false, Pause);
    }

    private void AssertNothingStays(params UnicastIpcProcess[] processes)
    {
        foreach (UnicastIpcProcess process in processes)
        {
            _stack.Do(process.Shutdown);
        }

        _stack.RunUntil(() => false, Duration.FromSeconds(1));
        Assert.Equal((0, 0), (_stack.Context.Pool.RentedCount, _stack.Context.Timers.Count));
    }
}

using Lamina.Core;
using Lamina.Ipc.Unicast;
using Lamina.Ipc.Unicast.Adjacencies;
using Lamina.Ipc.Unicast.Connections;
using Lamina.Wire.Offers;

namespace Lamina.Ipc.Tests.Unicast;

/// <summary>What IPC processes say about themselves when a flow between them is allocated, and what becomes of those that do not fit.</summary>
public class ConnectionTests
{
    private readonly DirectStack _stack = new(3);

    [Fact]
    public void Another_protocol_is_refused_with_both_names_and_counted_on_both_sides()
    {
        UnicastIpcProcess a = Bootstrap("a", "net");
        UnicastIpcProcess b = Enrol("b", "a", new SpokenProtocols { Management = new("lamina.distance-vector", 1, 1) });

        Outcome outcome = Connect(b, "a", ConnectionComponents.Management);

        Assert.Equal(OutcomeCode.Failed, outcome.Code);
        Assert.Contains(
            "it speaks 'lamina.link-state' version 1, this side 'lamina.distance-vector' version 1", outcome.Message, StringComparison.Ordinal);
        Assert.Equal((1, 1), (a.Connections.OtherProtocol, b.Connections.OtherProtocol));
        AssertNothingStays(a, b);
    }

    [Fact]
    public void Another_version_is_refused_with_the_versions_spoken_and_counted_on_both_sides()
    {
        UnicastIpcProcess a = Bootstrap("a", "net");
        UnicastIpcProcess b = Enrol("b", "a", new SpokenProtocols { DataTransfer = new("lamina.data-transfer", 3, 7) });

        Outcome outcome = Connect(b, "a", ConnectionComponents.DataTransfer);

        Assert.Equal(OutcomeCode.Failed, outcome.Code);
        Assert.Contains("it speaks version 2, this side versions 3 to 7", outcome.Message, StringComparison.Ordinal);
        Assert.Equal((1, 1), (a.Connections.OtherVersion, b.Connections.OtherVersion));
        AssertNothingStays(a, b);
    }

    [Fact]
    public void A_range_that_overlaps_is_taken()
    {
        Bootstrap("a", "net");
        UnicastIpcProcess b = Enrol("b", "a", new SpokenProtocols { DataTransfer = new("lamina.data-transfer", 1, 7) });
        Assert.Equal(Outcome.Ok, Connect(b, "a", ConnectionComponents.All));
    }

    [Fact]
    public void A_member_of_another_layer_and_the_member_itself_are_refused_with_a_sentence()
    {
        UnicastIpcProcess a = Bootstrap("a", "net");
        UnicastIpcProcess other = Bootstrap("other", "elsewhere");

        Assert.Contains("'other' is not a member of layer 'net'", Connect(a, "other", ConnectionComponents.All).Message, StringComparison.Ordinal);
        Assert.Contains("'a' is this member itself", Connect(a, "a", ConnectionComponents.All).Message, StringComparison.Ordinal);
        Assert.True(a.Connections.OtherLayer > 0 && other.Connections.OtherLayer > 0 && a.Connections.SameAddress > 0);
        Assert.Equal(0, a.AddressChanges);
        AssertNothingStays(a, other);
    }

    [Fact]
    public void What_is_no_hello_is_refused_and_counted()
    {
        UnicastIpcProcess a = Bootstrap("a", "net");
        var probe = new RefusalProbe();
        _stack.Do(now => _stack.AllocateLower(
            a, new FlowRequest(Name.Parse("a"), QosSpec.Data, Piggyback.Write([], "hello"u8)), probe, now));
        Assert.Equal(CloseReason.ProtocolError, probe.Reason);
        Assert.Equal(1, a.Connections.Malformed);
    }

    [Fact]
    public void A_program_behind_the_name_does_not_answer_like_an_IPC_process()
    {
        UnicastIpcProcess a = Bootstrap("a", "net");
        _stack.Lower[Name.Parse("program")] = new Program();
        Outcome outcome = Connect(a, "program", ConnectionComponents.All);
        Assert.Contains("'program' does not answer like an IPC process", outcome.Message, StringComparison.Ordinal);
        AssertNothingStays(a);
    }

    [Fact]
    public void Whoever_does_not_close_a_refused_flow_has_it_closed()
    {
        UnicastIpcProcess a = Bootstrap("a", "net");
        UnicastIpcProcess stranger = Bootstrap("stranger", "elsewhere");
        byte[] hello = Convert.FromHexString("4d030202" + "0000000000000001" + "0000000000000005" + "00" + "146c616d696e612e646174612d7472616e73666572" + "00" + "6f850b9b");
        var probe = new FlowProbe();
        for (int i = 0; i < 70; i++)
        {
            _stack.Do(now => _stack.AllocateLower(
                stranger, new FlowRequest(Name.Parse("a"), QosSpec.Raw, Piggyback.Write([], hello)), probe, now));
        }

        // Some are answered, what is too much is refused at once; all end.
        Assert.Equal((64, 6), (probe.Flows, probe.Refused));
        _stack.RunUntil(() => false, Duration.FromSeconds(6));
        Assert.Equal(64, probe.Closed);
        Assert.Equal(70, a.Connections.OtherLayer);
        AssertNothingStays(a, stranger);
    }

    private UnicastIpcProcess Bootstrap(string name, string layer)
    {
        var process = new UnicastIpcProcess(name, _stack);
        _stack.Lower[Name.Parse(name)] = process;
        Assert.Equal(Outcome.Ok, Run(sink => process.Bootstrap(new UnicastParameters(Name.Parse(layer)) { IsInsecure = true }, sink, _stack.Now)));
        return process;
    }

    private UnicastIpcProcess Enrol(string name, string through, SpokenProtocols protocols)
    {
        var process = new UnicastIpcProcess(name, _stack, protocols);
        _stack.Lower[Name.Parse(name)] = process;
        Assert.Equal(Outcome.Ok, Run(sink => process.Enrol(new EnrolmentParameters(Name.Parse(through)) { IsInsecure = true }, sink, _stack.Now)));
        return process;
    }

    private Outcome Connect(UnicastIpcProcess process, string to, ConnectionComponents components) =>
        Run(sink => process.Connect(Name.Parse(to), components, sink, _stack.Now));

    private Outcome Run(Action<IOutcomeSink> operation)
    {
        var probe = new OutcomeProbe();
        _stack.Do(_ => operation(probe));
        Assert.True(_stack.RunUntil(() => probe.Outcome is not null, Duration.FromSeconds(60)), "no outcome");
        return probe.Outcome!.Value;
    }

    private void AssertNothingStays(params UnicastIpcProcess[] processes)
    {
        Assert.All(processes, process => Assert.Empty(process.Adjacencies));
        foreach (UnicastIpcProcess process in processes)
        {
            _stack.Do(process.Shutdown);
        }

        Assert.Equal((0, 0), (_stack.Context.Pool.RentedCount, _stack.Context.Timers.Count));
    }

    private sealed class Program : IFlowAcceptor
    {
        public string Description => "program";

        public void HandleArrival(Name name, ArrivingFlow arrival, Instant now) =>
            arrival.Accept(Piggyback.Write([], "welcome"u8), NoFlowUser.Instance, now);
    }

    private sealed class RefusalProbe : IAllocationSink
    {
        public CloseReason Reason { get; private set; }

        public void HandleAllocated(LowerFlow flow, ReadOnlySpan<byte> data, Instant now) => Assert.Fail("accepted");

        public void HandleRefused(CloseReason reason, Instant now) => Reason = reason;
    }

    private sealed class FlowProbe : IAllocationSink, IFlowUser
    {
        public int Flows { get; private set; }

        public int Refused { get; private set; }

        public int Closed { get; private set; }

        public void HandleAllocated(LowerFlow flow, ReadOnlySpan<byte> data, Instant now)
        {
            flow.User = this;
            Flows++;
        }

        public void HandleRefused(CloseReason reason, Instant now) => Refused++;

        public void HandleTrain(in Train train, Instant now)
        {
        }

        public void HandleFlowEvent(FlowEvent what, CloseReason reason, Instant now)
        {
            Assert.Equal((FlowEvent.Closed, CloseReason.Refused), (what, reason));
            Closed++;
        }
    }
}

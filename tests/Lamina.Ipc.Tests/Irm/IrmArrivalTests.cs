using Lamina.Core;
using Lamina.Ipc.Tests.Virtual;

namespace Lamina.Ipc.Tests.Irm;

public sealed class IrmArrivalTests
{
    private static readonly Name Service = Name.Parse("service");

    private readonly VirtualTime _time = new();
    private readonly TestStack _stack;
    private readonly ScriptedIpcProcess _process;

    public IrmArrivalTests()
    {
        _stack = new TestStack(_time);
        _process = new ScriptedIpcProcess("uni", "net", _stack.Irm);
        _stack.Irm.Add(_process);
    }

    [Theory]
    [InlineData("", CloseReason.ProtocolError)]
    [InlineData("07", CloseReason.NoCommonComposition)]
    [InlineData("0700", CloseReason.NoCommonComposition)]
    [InlineData("00", CloseReason.NameUnknown)]
    public void What_is_wrong_with_a_request_is_its_answer(string data, CloseReason reason)
    {
        ScriptedArrival arrival = Arrive(data);
        Assert.Equal(reason, arrival.RefusedBecause);
        Assert.Empty(_stack.Irm.Flows.All);
    }

    [Fact]
    public void A_registered_name_without_an_acceptor_has_no_listener()
    {
        Assert.True(_stack.Irm.RegisterAtProcess(Service, "uni", _time.Now).IsOk);
        Assert.Equal(CloseReason.NoListener, Arrive("00").RefusedBecause);
    }

    [Fact]
    public void The_acceptor_sees_what_is_inside_and_its_answer_is_wrapped()
    {
        Assert.True(_stack.Irm.RegisterAtProcess(Service, "uni", _time.Now).IsOk);
        TestAcceptor acceptor = _stack.Serve("service");
        acceptor.Answer = [0xBB];
        ScriptedArrival arrival = Arrive("00aabb");
        Assert.Equal([0xAA, 0xBB], acceptor.Arrivals.Single().Data.ToArray());
        Assert.Equal("00bb", Convert.ToHexStringLower(arrival.AcceptedWith!));
        Assert.Equal("uni", _stack.Irm.Flows.All.Single().Process!.Name);
    }

    [Fact]
    public void An_answer_that_is_too_long_is_a_refusal()
    {
        Assert.True(_stack.Irm.RegisterAtProcess(Service, "uni", _time.Now).IsOk);
        LowerFlow? flow = null;
        _stack.Serve("service").OnArrival = (arrival, now) =>
            flow = arrival.Accept(new byte[AllocationRequest.MaxDataLength], NoFlowUser.Instance, now);
        Assert.Equal(CloseReason.NoResources, Arrive("00").RefusedBecause);
        Assert.Null(flow);
        Assert.Empty(_stack.Irm.Flows.All);
    }

    [Fact]
    public void Nothing_arrives_at_an_ipc_process_that_the_layer_stands_on()
    {
        // uni stands on low; low must not stand on uni.
        var low = new ScriptedIpcProcess("low", "bottom", _stack.Irm);
        _stack.Irm.Add(low);
        Assert.True(_stack.Irm.BindProcess(Service, "low").IsOk);
        Assert.True(_stack.Irm.RegisterAtProcess(Service, "uni", _time.Now).IsOk);
        _process.AskBelow("x", new TestSink(_stack), _time.Now, "bottom");
        _time.RunFor(Duration.Zero);
        Assert.Equal(CloseReason.NoListener, Arrive("00").RefusedBecause);
        Assert.Empty(low.Arrivals);
    }

    private ScriptedArrival Arrive(string data)
    {
        var arrival = new ScriptedArrival(
            NameHash.Of(Service, _process.HashAlgorithm), _stack.Irm.NextFlowId(), Convert.FromHexString(data));
        ((IIpcProcessHost)_stack.Irm).HandleArrival(_process, arrival, _time.Now);
        return arrival;
    }
}

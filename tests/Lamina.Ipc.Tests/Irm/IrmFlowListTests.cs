using Lamina.Core;
using Lamina.Ipc.Irm;
using Lamina.Ipc.Local;
using Lamina.Ipc.Tests.Virtual;

namespace Lamina.Ipc.Tests.Irm;

/// <summary>The list of flows that a person sees, and the end of the stack.</summary>
public sealed class IrmFlowListTests
{
    private readonly VirtualTime _time = new();
    private readonly TestStack _stack;
    private readonly LocalIpcProcess _process;
    private readonly TestAcceptor _acceptor;

    public IrmFlowListTests()
    {
        _stack = new TestStack(_time);
        _process = new LocalIpcProcess("local", "home", _stack.Irm);
        _stack.Irm.Add(_process);
        _acceptor = _stack.Serve("service");
        Assert.True(_stack.Irm.RegisterInLayer(Name.Parse("service"), "home", _time.Now).IsOk);
    }

    [Fact]
    public void A_flow_is_shown_at_both_ends_while_it_lives()
    {
        TestSink near = _stack.Ask("service", layer: "home");
        _time.RunFor(Duration.Zero);
        near.Send([1, 2], [3, 4]);
        _time.RunFor(Duration.Zero);
        FlowRecord asked = _stack.Irm.Flows.Find(near.Open.Id)!;
        FlowRecord given = _stack.Irm.Flows.Find(_acceptor.Flows.Single().Flow.Id)!;
        Assert.Equal(("service", false, _process), (asked.Name.Value, asked.IsIncoming, asked.Process));
        Assert.Equal(("service", true, "process 4711 (test)"), (given.Name.Value, given.IsIncoming, given.OwnerDescription));
        Assert.Equal((2, 4), (asked.SentPackets, asked.SentBytes));
        Assert.Equal((2, 4), (given.ReceivedPackets, given.ReceivedBytes));
    }

    [Fact]
    public void Who_asks_a_stack_that_has_ended_hears_so()
    {
        _stack.Irm.Shutdown(_time.Now);
        TestSink late = _stack.Ask("service");
        _time.RunFor(Duration.Zero);
        Assert.Equal((1, CloseReason.ShuttingDown), (late.Outcomes, late.Reason));
        _stack.AssertEmpty();
    }
}

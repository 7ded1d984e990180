using Lamina.Core;
using Lamina.Ipc.Local;
using Lamina.Ipc.Tests.Virtual;

namespace Lamina.Ipc.Tests.Irm;

public sealed class IrmNameTests
{
    private static readonly Name Service = Name.Parse("service");

    private readonly VirtualTime _time = new();
    private readonly TestStack _stack;

    public IrmNameTests() => _stack = new TestStack(_time);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Binding_and_registering_go_in_any_order(bool bindFirst)
    {
        AddLocal();
        var acceptor = new TestAcceptor();
        if (bindFirst)
        {
            Assert.True(_stack.Irm.Bind(Service, acceptor).IsOk);
        }

        Assert.True(_stack.Irm.RegisterInLayer(Service, "home", _time.Now).IsOk);
        if (!bindFirst)
        {
            Assert.Equal(CloseReason.NoListener, Ask().Reason);
            Assert.True(_stack.Irm.Bind(Service, acceptor).IsOk);
        }

        Assert.NotNull(Ask().Flow);
    }

    [Fact]
    public void A_server_may_be_there_before_its_layer()
    {
        TestAcceptor acceptor = _stack.Serve("service");
        Assert.Equal(CloseReason.NameUnknown, Ask().Reason);
        Outcome tooEarly = _stack.Irm.RegisterInLayer(Service, "home", _time.Now);
        Assert.Equal(OutcomeCode.NotFound, tooEarly.Code);
        Assert.Contains("'home'", tooEarly.Message);
        Assert.Contains("lamina ipcp list", tooEarly.Hint);

        AddLocal();
        Assert.True(_stack.Irm.RegisterInLayer(Service, "home", _time.Now).IsOk);
        Assert.NotNull(Ask().Flow);
        Assert.Single(acceptor.Flows);
    }

    [Fact]
    public void Acceptors_of_one_name_take_turns()
    {
        AddLocal();
        TestAcceptor first = _stack.Serve("service");
        TestAcceptor second = _stack.Serve("service");
        _stack.Irm.RegisterInLayer(Service, "home", _time.Now);
        for (int i = 0; i < 6; i++)
        {
            Ask();
        }

        Assert.Equal((3, 3), (first.Flows.Count, second.Flows.Count));
        Assert.True(_stack.Irm.Unbind(Service, first).IsOk);
        Ask();
        Ask();
        Assert.Equal((3, 5), (first.Flows.Count, second.Flows.Count));
    }

    [Fact]
    public void Unbinding_stops_new_flows_and_leaves_old_ones()
    {
        AddLocal();
        TestAcceptor acceptor = _stack.Serve("service");
        _stack.Irm.RegisterInLayer(Service, "home", _time.Now);
        TestSink old = Ask();
        Assert.True(_stack.Irm.Unbind(Service, acceptor).IsOk);
        Assert.Equal(CloseReason.NoListener, Ask().Reason);
        old.Send([1]);
        _time.RunFor(Duration.Zero);
        Assert.Equal([[1]], acceptor.Flows.Single().User.Packets);

        Outcome twice = _stack.Irm.Unbind(Service, acceptor);
        Assert.Equal(OutcomeCode.NotFound, twice.Code);
        Assert.Contains("process 4711 (test)", twice.Message);
    }

    [Fact]
    public void One_program_may_have_several_names()
    {
        AddLocal();
        TestAcceptor acceptor = _stack.Serve("service");
        Name other = Name.Parse("other");
        _stack.Irm.Bind(other, acceptor);
        _stack.Irm.RegisterInLayer(Service, "home", _time.Now);
        _stack.Irm.RegisterAtProcess(other, "local", _time.Now);
        Ask();
        _stack.Ask("other", "home");
        _time.RunFor(Duration.Zero);
        Assert.Equal(2, acceptor.Flows.Count);

        _stack.Irm.UnbindAll(acceptor);
        Assert.Equal(CloseReason.NoListener, Ask().Reason);
        Assert.Equal(2, _stack.Irm.Names.All.Count);
    }

    [Fact]
    public void Names_are_forgotten_when_nothing_holds_them()
    {
        AddLocal();
        TestAcceptor acceptor = _stack.Serve("service");
        _stack.Irm.RegisterAtProcess(Service, "local", _time.Now);
        _stack.Irm.RegisterAtProcess(Service, "local", _time.Now);
        Assert.Equal("local", _stack.Irm.Names.Find(Service)!.Registrations.Single().Name);
        Assert.True(_stack.Irm.UnregisterFromProcess(Service, "local", _time.Now).IsOk);
        Assert.Equal(OutcomeCode.NotFound, _stack.Irm.UnregisterFromProcess(Service, "local", _time.Now).Code);
        Assert.True(_stack.Irm.Unbind(Service, acceptor).IsOk);
        Assert.Empty(_stack.Irm.Names.All);
    }

    [Fact]
    public void Listening_is_answered_from_the_run_queue()
    {
        AddLocal();
        var acceptor = new TestAcceptor();
        var sink = new OutcomeSink();
        IFlowService service = _stack.Irm.ServiceFor("process 12 (oping)");
        service.Listen(Service, acceptor, sink, _time.Now);
        Assert.Empty(sink.Outcomes);
        _time.RunFor(Duration.Zero);
        Assert.True(sink.Outcomes.Single().IsOk);

        _stack.Irm.RegisterInLayer(Service, "home", _time.Now);
        var flow = new TestSink(_stack);
        service.Allocate(new FlowRequest(Service, QosSpec.Raw, default, "home"), flow, _time.Now);
        _time.RunFor(Duration.Zero);
        Assert.Equal("process 12 (oping)", _stack.Irm.Flows.Find(flow.Open.Id)!.OwnerDescription);

        service.StopListening(Service, acceptor, _time.Now);
        Assert.Equal(CloseReason.NoListener, Ask().Reason);
    }

    [Fact]
    public void What_does_not_exist_is_said_with_a_way_on()
    {
        AddLocal();
        foreach (Outcome outcome in (Outcome[])
            [
                _stack.Irm.Destroy("ghost", _time.Now),
                _stack.Irm.BindProcess(Service, "ghost"),
                _stack.Irm.UnbindProcess(Service, "ghost"),
                _stack.Irm.RegisterAtProcess(Service, "ghost", _time.Now),
                _stack.Irm.UnregisterFromProcess(Service, "ghost", _time.Now),
                _stack.Irm.UnregisterFromLayer(Service, "ghost", _time.Now),
            ])
        {
            Assert.Equal(OutcomeCode.NotFound, outcome.Code);
            Assert.Contains("'ghost'", outcome.Message);
            Assert.Contains("lamina ipcp list", outcome.Hint);
        }

        Assert.Equal(OutcomeCode.Usage, _stack.Irm.BindProcess(Service, "local").Code);
        Assert.Equal(OutcomeCode.Usage, _stack.Irm.Add(new LocalIpcProcess("local", "x", _stack.Irm)).Code);
    }

    private void AddLocal() => Assert.True(_stack.Irm.Add(new LocalIpcProcess("local", "home", _stack.Irm)).IsOk);

    private TestSink Ask()
    {
        TestSink sink = _stack.Ask("service", "home");
        _time.RunFor(Duration.Zero);
        return sink;
    }

    private sealed class OutcomeSink : IOutcomeSink
    {
        public List<Outcome> Outcomes { get; } = [];

        public void HandleOutcome(Outcome outcome, Instant now) => Outcomes.Add(outcome);
    }
}

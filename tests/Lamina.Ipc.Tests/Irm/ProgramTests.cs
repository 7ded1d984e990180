using Lamina.Core;
using Lamina.Ipc.Irm.Naming;
using Lamina.Ipc.Irm.Programs;
using Lamina.Ipc.Local;
using Lamina.Ipc.Tests.Virtual;

namespace Lamina.Ipc.Tests.Irm;

/// <summary>Programs behind names, and the super-server that starts them (O10, O52).</summary>
public sealed class ProgramTests
{
    private static readonly Name Service = Name.Parse("service");

    private readonly VirtualTime _time = new();
    private readonly TestStarter _starter = new();
    private readonly TestStack _stack;

    public ProgramTests() => _stack = new TestStack(_time, _starter);

    [Fact]
    public void Every_process_of_a_bound_program_has_the_name_while_it_listens_to_anything()
    {
        TestProcess before = Process(1, "/bin/served");
        TestProcess other = Process(2, "/bin/other");
        before.Listen("own");
        other.Listen("own");
        Bind(isAuto: false);
        TestProcess after = Process(3, "/bin/served");
        Assert.Equal([before], Acceptors());
        after.Listen("own");
        Assert.Equal([before, after], Acceptors());
        Assert.NotNull(Ask().Flow);
        Assert.Equal(Service, before.Flows.Single().Name);

        before.StopListening("own", _time.Now);
        Assert.Equal([after], Acceptors());
        after.Die(_time.Now);
        Assert.Empty(Acceptors());
        Assert.Equal(CloseReason.NameUnknown, Ask().Reason);
        Assert.Empty(_starter.Starts);
    }

    [Fact]
    public void Unbinding_a_program_leaves_what_its_process_asked_for_itself()
    {
        TestProcess process = Process(1, "/bin/served");
        process.Listen("service");
        Bind(isAuto: false);
        Bind(isAuto: false, name: "second");
        TestSink old = Ask();
        Assert.True(_stack.Irm.Programs.Unbind("/bin/served", null, _time.Now).IsOk);
        Assert.Equal([process], Acceptors());
        Assert.Null(_stack.Irm.Names.Find(Name.Parse("second")));
        old.Send([1]);
        _time.RunFor(Duration.Zero);
        Assert.Single(process.Flows.Single().User.Packets);

        Outcome twice = _stack.Irm.Programs.Unbind("/bin/served", Service, _time.Now);
        Assert.Equal(OutcomeCode.NotFound, twice.Code);
        Assert.Contains("/bin/served", twice.Message);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_program_is_started_when_somebody_asks_and_all_that_wait_go_on(bool isOverLayer)
    {
        _stack.Irm.Add(new LocalIpcProcess("local", "home", _stack.Irm));
        _stack.Irm.RegisterInLayer(Service, "home", _time.Now);
        Bind();
        Assert.Equal("not running", State());
        string? layer = isOverLayer ? "home" : null;
        TestSink first = _stack.Ask("service", layer);
        TestSink second = _stack.Ask("service", layer);
        _time.RunFor(Duration.FromSeconds(1));
        ProgramStart start = Assert.Single(_starter.Starts);
        Assert.Equal(("/bin/served", "--listen"), (start.Binding.Path, start.Binding.Arguments.Single()));
        Assert.Equal("starting", State());

        start.HandleStarted(77, _time.Now);
        Process(77, "/usr/lib/interpreter").Listen("own");
        _time.RunFor(Duration.Zero);
        Assert.Equal("process 77", State());
        Assert.NotNull(first.Flow);
        Assert.NotNull(second.Flow);
        Assert.Single(_starter.Starts);
    }

    [Fact]
    public void Another_process_of_the_same_executable_is_not_the_one_that_is_started()
    {
        Process(1, "/bin/served").Listen("own");
        Bind();
        Assert.Empty(Acceptors());
        TestSink sink = Ask();
        _starter.Starts.Single().HandleStarted(77, _time.Now);
        TestProcess started = Process(77, "/bin/served");
        started.Listen("own");
        _time.RunFor(Duration.Zero);
        Assert.NotNull(sink.Flow);
        Assert.Equal([started], Acceptors());
    }

    [Fact]
    public void A_process_may_listen_before_the_system_says_its_number()
    {
        Bind();
        TestSink sink = Ask();
        Process(77, "/usr/lib/interpreter").Listen("own");
        Assert.Empty(Acceptors());
        _starter.Starts.Single().HandleStarted(77, _time.Now);
        _time.RunFor(Duration.Zero);
        Assert.NotNull(sink.Flow);
    }

    [Fact]
    public void Whoever_gets_the_name_serves_those_that_wait()
    {
        Bind();
        TestSink sink = Ask();
        _stack.Serve("service");
        _time.RunFor(Duration.Zero);
        Assert.NotNull(sink.Flow);
    }

    [Fact]
    public void A_bound_name_starts_nothing()
    {
        _stack.Serve("service");
        Bind();
        Assert.NotNull(Ask().Flow);
        Assert.Empty(_starter.Starts);
    }

    [Fact]
    public void A_program_that_ends_is_said_at_once_and_started_ever_later_and_then_not_at_all()
    {
        Bind();
        for (int failures = 1; failures <= 5; failures++)
        {
            TestSink sink = Ask();
            Assert.Equal(failures, _starter.Starts.Count);
            _starter.Starts[^1].HandleEnded("it ended with exit code 3", _time.Now);
            Assert.Equal((1, CloseReason.ProgramNotStarted), (sink.Outcomes, sink.Reason));
            if (failures < 5)
            {
                Assert.Equal("failed to start: it ended with exit code 3", State());
                _time.RunFor(Duration.FromMilliseconds((500 << failures) - 1));
                Assert.Equal(CloseReason.ProgramNotStarted, Ask().Reason);
                Assert.Equal(failures, _starter.Starts.Count);
                _time.RunFor(Duration.FromMilliseconds(1));
            }
        }

        _time.RunFor(Duration.FromSeconds(30));
        Assert.Equal(CloseReason.ProgramNotStarted, Ask().Reason);
        Assert.Equal("not started again now, after 5 starts within 60 s: it ended with exit code 3", State());
        Assert.Equal(5, _starter.Starts.Count);
        _time.RunFor(Duration.FromSeconds(30));
        Ask();
        Assert.Equal(6, _starter.Starts.Count);
    }

    [Fact]
    public void Who_asks_while_a_process_that_served_is_ending_waits_for_the_next()
    {
        Bind();
        Ask();
        ProgramStart first = _starter.Starts.Single();
        first.HandleStarted(77, _time.Now);
        TestProcess process = Process(77, "/bin/served");
        process.Listen("service");
        _time.RunFor(Duration.Zero);
        process.Die(_time.Now);
        TestSink sink = Ask();
        Assert.Single(_starter.Starts);
        first.HandleEnded("it ended with exit code 137", _time.Now);
        Assert.Equal(2, _starter.Starts.Count);
        Process(78, "/bin/served").Listen("service");
        _time.RunFor(Duration.Zero);
        Assert.NotNull(sink.Flow);
    }

    [Fact]
    public void A_program_that_served_and_ended_is_started_again_for_the_next()
    {
        Bind();
        Ask();
        ProgramStart start = _starter.Starts.Single();
        start.HandleStarted(77, _time.Now);
        TestProcess process = Process(77, "/bin/served");
        process.Listen("service");
        _time.RunFor(Duration.FromSeconds(100));
        process.Die(_time.Now);
        start.HandleEnded("it ended with exit code 0", _time.Now);
        Assert.Equal("not running", State());
        Assert.Single(_starter.Starts);
        Ask();
        Assert.Equal(2, _starter.Starts.Count);
    }

    [Fact]
    public void A_program_that_never_listens_is_ended_and_counts_as_a_failure()
    {
        Bind();
        TestSink sink = Ask();
        ProgramStart start = _starter.Starts.Single();
        start.HandleStarted(77, _time.Now);
        _time.RunFor(Duration.FromSeconds(8));
        Assert.Equal((1, CloseReason.ProgramNotStarted), (sink.Outcomes, sink.Reason));
        _time.RunFor(Duration.FromSeconds(2));
        Assert.Same(start, _starter.Stops.Single());
        start.HandleEnded("it ended with exit code 143", _time.Now);
        Assert.Equal("failed to start: it did not listen within 10 s", State());
        Assert.Single(_starter.Starts);
    }

    [Fact]
    public void Waiting_is_bounded_in_number_and_can_be_given_up()
    {
        Bind();
        TestSink[] waiting = [.. Enumerable.Range(0, 64).Select(_ => _stack.Ask("service"))];
        TestSink tooMany = Ask();
        Assert.Equal((1, CloseReason.ProgramNotStarted), (tooMany.Outcomes, tooMany.Reason));
        _stack.Irm.Withdraw(waiting[0], _time.Now);
        TestSink fits = Ask();
        _stack.Serve("service");
        _time.RunFor(Duration.FromSeconds(60));
        Assert.Equal(0, waiting[0].Outcomes);
        Assert.All(waiting[1..], sink => Assert.NotNull(sink.Flow));
        Assert.NotNull(fits.Flow);
    }

    [Fact]
    public void Where_the_program_does_not_start_a_layer_may_know_somebody()
    {
        _stack.Irm.Add(new ScriptedIpcProcess("uni", "net", _stack.Irm));
        Bind();
        TestSink sink = Ask();
        _time.RunFor(Duration.FromSeconds(8));
        Assert.Equal("uni", _stack.Irm.Flows.Find(sink.Open.Id)!.Process?.Name);
    }

    [Fact]
    public void An_arrival_that_its_layer_gave_up_is_not_answered()
    {
        _stack.Irm.Add(new LocalIpcProcess("local", "home", _stack.Irm));
        _stack.Irm.RegisterInLayer(Service, "home", _time.Now);
        Bind();
        TestSink sink = _stack.Ask("service", "home");
        _time.RunFor(Duration.FromSeconds(4));
        Assert.Equal((1, CloseReason.Timeout), (sink.Outcomes, sink.Reason));
        TestAcceptor late = _stack.Serve("service");
        _time.RunFor(Duration.FromSeconds(10));
        Assert.Empty(late.Arrivals);
        Assert.NotNull(Ask().Flow);
    }

    [Fact]
    public void Unbinding_ends_a_process_that_does_not_serve_yet_and_no_other()
    {
        Bind();
        TestSink sink = Ask();
        Assert.True(_stack.Irm.Programs.Unbind("/bin/served", Service, _time.Now).IsOk);
        Assert.Equal((1, CloseReason.ProgramNotStarted), (sink.Outcomes, sink.Reason));
        Assert.Single(_starter.Stops);
        _starter.Starts.Single().HandleEnded("it ended with exit code 143", _time.Now);

        Bind();
        Ask();
        Process(78, "/bin/served").Listen("service");
        _time.RunFor(Duration.Zero);
        Assert.True(_stack.Irm.Programs.Unbind("/bin/served", Service, _time.Now).IsOk);
        Assert.Single(_starter.Stops);
        Assert.Single(Acceptors());
    }

    [Fact]
    public void New_arguments_count_from_the_next_start_on()
    {
        Bind();
        Ask();
        Assert.True(_stack.Irm.Programs.Bind(
            new ProgramBinding("/bin/served", "/bin/served", Service, true, ["--other"]), _time.Now).IsOk);
        Assert.Single(_stack.Irm.Names.Find(Service)!.Programs);
        _starter.Starts.Single().HandleEnded("it ended with exit code 1", _time.Now);
        _time.RunFor(Duration.FromSeconds(1));
        Ask();
        Assert.Equal(["--other"], _starter.Starts[^1].Binding.Arguments);
    }

    [Fact]
    public void A_stack_without_a_starter_says_so()
    {
        var embedded = new TestStack(_time);
        Outcome outcome = embedded.Irm.Programs.Bind(
            new ProgramBinding("/bin/served", "/bin/served", Service, true, []), _time.Now);
        Assert.Equal(OutcomeCode.Usage, outcome.Code);
        Assert.Empty(embedded.Irm.Names.All);
    }

    [Fact]
    public void The_end_of_the_stack_ends_what_was_started_and_whoever_waits()
    {
        Bind();
        Ask();
        Process(77, "/bin/served").Listen("service");
        Assert.True(_stack.Irm.Programs.Bind(
            new ProgramBinding("/bin/slow", "/bin/slow", Name.Parse("slow"), true, []), _time.Now).IsOk);
        TestSink waiting = _stack.Ask("slow");
        _time.RunFor(Duration.Zero);
        _stack.Irm.Shutdown(_time.Now);
        _time.RunFor(Duration.Zero);
        Assert.Equal((1, CloseReason.ShuttingDown), (waiting.Outcomes, waiting.Reason));
        Assert.Equal(2, _starter.Starts.Count);
        Assert.Equal(_starter.Starts, _starter.Stops);
        _stack.AssertEmpty();
    }

    private void Bind(bool isAuto = true, string name = "service") => Assert.True(_stack.Irm.Programs.Bind(
        new ProgramBinding("/bin/served", "/bin/served", Name.Parse(name), isAuto, isAuto ? ["--listen"] : []), _time.Now).IsOk);

    private TestProcess Process(int id, string executable) => new(_stack.Irm, id, executable);

    private IReadOnlyList<IFlowAcceptor> Acceptors() => _stack.Irm.Names.Find(Service)?.Acceptors ?? [];

    private string State()
    {
        NameRecord name = _stack.Irm.Names.Find(Service)!;
        return _stack.Irm.Programs.StatesOf(name, _time.Now).Single().State;
    }

    private TestSink Ask()
    {
        TestSink sink = _stack.Ask("service");
        _time.RunFor(Duration.Zero);
        return sink;
    }
}

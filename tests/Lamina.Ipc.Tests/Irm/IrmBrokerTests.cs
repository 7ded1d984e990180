using Lamina.Core;
using Lamina.Ipc.Local;
using Lamina.Ipc.Tests.Virtual;

namespace Lamina.Ipc.Tests.Irm;

public sealed class IrmBrokerTests
{
    private readonly VirtualTime _time = new();
    private readonly TestStack _stack;

    public IrmBrokerTests() => _stack = new TestStack(_time);

    [Fact]
    public void A_local_layer_comes_before_a_bearer_and_a_bearer_before_a_unicast_layer()
    {
        ScriptedIpcProcess unicast = Add("uni", "net");
        ScriptedIpcProcess udp = Add("udp", "internet", IpcProcessKind.Udp);
        var local = new LocalIpcProcess("local", "home", _stack.Irm);
        _stack.Irm.Add(local);
        TestAcceptor acceptor = _stack.Serve("service");
        _stack.Irm.RegisterAtProcess(Name.Parse("service"), "local", _time.Now);

        // An IPC process asks: a program would get a direct flow.
        ScriptedIpcProcess asking = Add("asking", null);
        var overLocal = new TestSink(_stack);
        asking.AskBelow("service", overLocal, _time.Now);
        _time.RunFor(Duration.Zero);
        Assert.Same(local, ProviderOf(overLocal));

        _stack.Irm.Unbind(Name.Parse("service"), acceptor);
        _stack.Irm.Destroy("local", _time.Now);
        Assert.Same(udp, ProviderOf(Ask()));
        udp.Reaches = false;
        Assert.Same(unicast, ProviderOf(Ask()));
        Assert.Same(unicast, ProviderOf(Ask("net")));
    }

    [Theory]
    [InlineData("best-effort", "udp")]
    [InlineData("data", "udp")]
    [InlineData("video", "uni")]
    [InlineData("voice", "uni")]
    public void A_cube_above_best_effort_prefers_a_layer_that_tells_cubes_apart(string qosName, string provider)
    {
        Add("uni", "net");
        Add("udp", "internet", IpcProcessKind.Udp);
        Assert.True(QosNames.TryGet(qosName, out QosSpec qos));
        TestSink sink = _stack.Ask("service", qos: qos);
        _time.RunFor(Duration.Zero);
        Assert.Equal(provider, ProviderOf(sink).Name);
    }

    [Fact]
    public void A_layer_that_does_not_answer_is_given_up_and_then_asked_last_for_a_while()
    {
        ScriptedIpcProcess silent = Add("udp", "internet", IpcProcessKind.Udp);
        ScriptedIpcProcess unicast = Add("uni", "net");
        silent.Reaches = null;
        TestSink first = _stack.Ask("service");
        _time.RunFor(Duration.FromMilliseconds(4999));
        Assert.Equal(0, first.Outcomes);
        _time.RunFor(Duration.FromMilliseconds(1));
        Assert.Same(unicast, ProviderOf(first));

        // Nobody waits for it now, though it would be preferred.
        Assert.Same(unicast, ProviderOf(Ask()));
        silent.Reaches = true;
        _time.RunFor(Duration.FromSeconds(30));
        Assert.Same(silent, ProviderOf(Ask()));
    }

    [Fact]
    public void A_late_answer_clears_a_silent_layer()
    {
        ScriptedIpcProcess udp = Add("udp", "internet", IpcProcessKind.Udp);
        Add("uni", "net");
        udp.Reaches = null;
        TestSink first = _stack.Ask("service");
        _time.RunFor(Duration.FromSeconds(6));
        Assert.NotNull(first.Flow);
        udp.Queries.Single().HandleQueryResult(udp, true, _time.Now);
        Assert.Equal(1, first.Outcomes);
        udp.Reaches = true;
        Assert.Same(udp, ProviderOf(Ask()));
    }

    [Fact]
    public void A_layer_that_never_gives_the_flow_is_given_up_and_its_late_flow_closed()
    {
        ScriptedIpcProcess udp = Add("udp", "internet", IpcProcessKind.Udp);
        ScriptedIpcProcess unicast = Add("uni", "net");
        udp.HoldsAllocations = true;
        TestSink sink = _stack.Ask("service");
        _time.RunFor(Duration.FromSeconds(9));
        Assert.Equal(0, sink.Outcomes);
        _time.RunFor(Duration.FromSeconds(2));
        Assert.Same(unicast, ProviderOf(sink));
        Assert.Equal(1, udp.Withdrawn);

        udp.ReleaseAllocations();
        _time.RunFor(Duration.Zero);
        Assert.Equal(CloseReason.Normal, udp.Given.Single().ClosedBecause);
        Assert.Single(_stack.Irm.Flows.All);
    }

    [Fact]
    public void Every_wish_ends()
    {
        for (int i = 0; i < 6; i++)
        {
            Add($"uni{i}", $"net{i}").HoldsAllocations = true;
        }

        TestSink sink = _stack.Ask("service");
        _time.RunFor(Duration.FromSeconds(29));
        Assert.Equal(0, sink.Outcomes);
        _time.RunFor(Duration.FromSeconds(1));
        Assert.Equal((1, CloseReason.Timeout), (sink.Outcomes, sink.Reason));
        Assert.Equal(0, _stack.Context.Timers.Count);
    }

    [Fact]
    public void A_layer_that_programs_may_not_use_is_passed_over()
    {
        Add("udp", "internet", IpcProcessKind.Udp).IsOpen = false;
        Assert.Equal(CloseReason.Denied, Ask().Reason);
        ScriptedIpcProcess unicast = Add("uni", "net");
        Assert.Same(unicast, ProviderOf(Ask()));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_withdrawn_wish_is_silent_and_leaves_nothing(bool isAllocating)
    {
        ScriptedIpcProcess unicast = Add("uni", "net");
        unicast.HoldsAllocations = true;
        unicast.Reaches = isAllocating ? true : null;
        TestSink sink = _stack.Ask("service");
        _time.RunFor(Duration.Zero);
        Assert.Equal(isAllocating ? 1 : 0, unicast.Requests.Count);
        _stack.Irm.Withdraw(sink, _time.Now);
        _stack.Irm.Withdraw(sink, _time.Now);
        unicast.ReleaseAllocations();
        unicast.Queries.Single().HandleQueryResult(unicast, true, _time.Now);
        _time.RunFor(Duration.FromSeconds(40));

        Assert.Equal(0, sink.Outcomes);
        Assert.All(unicast.Given, flow => Assert.Equal(CloseReason.Normal, flow.ClosedBecause));
        Assert.Equal(isAllocating ? 1 : 0, unicast.Requests.Count);
        _stack.AssertEmpty();
    }

    [Fact]
    public void A_wish_that_fails_at_once_can_still_be_withdrawn()
    {
        TestSink sink = _stack.Ask("service");
        _stack.Irm.Withdraw(sink, _time.Now);
        _time.RunFor(Duration.Zero);
        Assert.Equal(0, sink.Outcomes);
    }

    [Fact]
    public void A_lower_unicast_layer_comes_before_a_higher_one()
    {
        ScriptedIpcProcess high = Add("high", "top");
        ScriptedIpcProcess low = Add("low", "bottom");
        high.AskBelow("x", new TestSink(_stack), _time.Now, "bottom");
        _time.RunFor(Duration.Zero);
        Assert.Equal((1, 2), (_stack.Irm.Flows.Stacking.DepthOf(low), _stack.Irm.Flows.Stacking.DepthOf(high)));
        Assert.Same(low, ProviderOf(Ask()));
    }

    [Fact]
    public void All_are_asked_at_once_and_a_slow_one_is_only_waited_for_where_it_would_be_preferred()
    {
        ScriptedIpcProcess udp = Add("udp", "internet", IpcProcessKind.Udp);
        ScriptedIpcProcess unicast = Add("uni", "net");
        udp.Reaches = null;
        TestSink waiting = Ask();
        Assert.Single(unicast.Queries);
        Assert.Equal(0, waiting.Outcomes);
        udp.Queries.Single().HandleQueryResult(udp, false, _time.Now);
        _time.RunFor(Duration.Zero);
        Assert.Same(unicast, ProviderOf(waiting));

        udp.Reaches = true;
        unicast.Reaches = null;
        TestSink atOnce = Ask();
        Assert.Same(udp, ProviderOf(atOnce));
        unicast.Queries[^1].HandleQueryResult(unicast, true, _time.Now);
        _time.RunFor(Duration.Zero);
        Assert.Equal(1, atOnce.Outcomes);
    }

    [Theory]
    [InlineData(CloseReason.NameUnknown)]
    [InlineData(CloseReason.Timeout)]
    public void Where_nobody_is_found_the_next_layer_is_tried(CloseReason reason)
    {
        Add("udp", "internet", IpcProcessKind.Udp).Refuses = reason;
        ScriptedIpcProcess unicast = Add("uni", "net");
        Assert.Same(unicast, ProviderOf(Ask()));

        unicast.Refuses = CloseReason.NameUnknown;
        Assert.Equal(reason, Ask().Reason);
    }

    [Theory]
    [InlineData(CloseReason.NoListener)]
    [InlineData(CloseReason.Refused)]
    [InlineData(CloseReason.Denied)]
    [InlineData(CloseReason.VersionMismatch)]
    [InlineData(CloseReason.NoResources)]
    public void An_answer_is_an_answer(CloseReason reason)
    {
        Add("udp", "internet", IpcProcessKind.Udp).Refuses = reason;
        ScriptedIpcProcess unicast = Add("uni", "net");
        TestSink sink = Ask();
        Assert.Equal((1, reason), (sink.Outcomes, sink.Reason));
        Assert.Empty(unicast.Requests);
    }

    [Fact]
    public void Only_layers_that_somebody_is_in_are_asked()
    {
        ScriptedIpcProcess outside = Add("uni", null);
        Assert.Equal(CloseReason.NameUnknown, Ask().Reason);
        Assert.Equal(CloseReason.NameUnknown, Ask("no such layer").Reason);
        Assert.Empty(outside.Queries);
        Outcome outcome = _stack.Irm.RegisterAtProcess(Name.Parse("service"), "uni", _time.Now);
        Assert.Equal(OutcomeCode.Failed, outcome.Code);
        Assert.Contains("enrol", outcome.Hint);
    }

    [Fact]
    public void Each_layer_gets_the_hash_that_is_its_own()
    {
        ScriptedIpcProcess unicast = Add("uni", "net");
        Ask();
        _stack.Irm.RegisterAtProcess(Name.Parse("service"), "uni", _time.Now);
        NameHash hash = NameHash.Of(Name.Parse("service"), HashAlgorithmId.Sha3_224);
        Assert.Equal(hash, unicast.Requests.Single().Destination);
        Assert.Equal(hash, unicast.Registered.Single());
    }

    [Theory]
    [InlineData("")]
    [InlineData("010000")]
    [InlineData("07aa")]
    public void An_answer_that_proves_something_else_than_was_begun_is_no_flow(string answer)
    {
        ScriptedIpcProcess unicast = Add("uni", "net");
        unicast.Answer = Convert.FromHexString(answer);
        TestSink sink = Ask();
        Assert.Equal((1, CloseReason.Denied), (sink.Outcomes, sink.Reason));
        Assert.Equal(CloseReason.Denied, unicast.Given.Single().ClosedBecause);
        Assert.Empty(_stack.Irm.Flows.All);
    }

    [Fact]
    public void Data_have_room_beside_the_handshake_or_are_refused()
    {
        ScriptedIpcProcess unicast = Add("uni", "net");
        TestSink longest = _stack.Ask("service", data: new byte[AllocationRequest.MaxDataLength - 1]);
        TestSink tooLong = _stack.Ask("service", data: new byte[AllocationRequest.MaxDataLength]);
        _time.RunFor(Duration.Zero);
        Assert.Equal(AllocationRequest.MaxDataLength - 1, longest.Data!.Length);
        Assert.Equal(CloseReason.NoResources, tooLong.Reason);
        Assert.Single(unicast.Requests);
    }

    [Fact]
    public void Nothing_that_stands_on_the_asking_process_is_asked()
    {
        ScriptedIpcProcess upper = Add("upper", "top");
        ScriptedIpcProcess lower = Add("lower", "bottom");
        var first = new TestSink(_stack);
        upper.AskBelow("x", first, _time.Now);
        _time.RunFor(Duration.Zero);
        Assert.Same(lower, ProviderOf(first));
        Assert.Equal("ipcp upper", _stack.Irm.Flows.Find(first.Open.Id)!.OwnerDescription);

        var second = new TestSink(_stack);
        lower.AskBelow("x", second, _time.Now);
        _time.RunFor(Duration.Zero);
        Assert.Equal((1, CloseReason.NameUnknown), (second.Outcomes, second.Reason));
        Assert.Empty(upper.Queries);

        first.Open.Close(CloseReason.Normal, _time.Now);
        Assert.Equal(CloseReason.Normal, lower.Given.Single().ClosedBecause);
        var third = new TestSink(_stack);
        lower.AskBelow("x", third, _time.Now);
        _time.RunFor(Duration.Zero);
        Assert.Same(upper, ProviderOf(third));
    }

    [Fact]
    public void A_name_that_would_close_a_circle_is_refused_in_either_order()
    {
        ScriptedIpcProcess upper = Add("upper", "top");
        ScriptedIpcProcess lower = Add("lower", "bottom");
        upper.AskBelow("x", new TestSink(_stack), _time.Now);
        _time.RunFor(Duration.Zero);
        Name name = Name.Parse("members");

        Assert.True(_stack.Irm.BindProcess(name, "lower").IsOk);
        Outcome registered = _stack.Irm.RegisterInLayer(name, "top", _time.Now);
        Assert.Equal(OutcomeCode.Usage, registered.Code);
        Assert.Contains("'lower'", registered.Message);
        Assert.Contains("'upper'", registered.Message);
        Assert.Empty(upper.Registered);
        Assert.Equal(OutcomeCode.Usage, _stack.Irm.RegisterInLayer(name, "bottom", _time.Now).Code);
        Assert.Empty(lower.Registered);

        Assert.True(_stack.Irm.UnbindProcess(name, "lower").IsOk);
        Assert.True(_stack.Irm.RegisterInLayer(name, "top", _time.Now).IsOk);
        Assert.Equal(OutcomeCode.Usage, _stack.Irm.BindProcess(name, "lower").Code);
    }

    [Fact]
    public void An_ipc_process_that_accepts_stands_on_the_layer_that_gave_the_flow()
    {
        _stack.Irm.Add(new LocalIpcProcess("local", "home", _stack.Irm));
        ScriptedIpcProcess member = Add("uni0", "net");
        ScriptedIpcProcess joining = Add("uni1", "net");
        Name name = Name.Parse("net");
        Assert.True(_stack.Irm.BindProcess(name, "uni0").IsOk);
        Assert.True(_stack.Irm.RegisterInLayer(name, "home", _time.Now).IsOk);
        var sink = new TestSink(_stack);
        joining.AskBelow("net", sink, _time.Now);
        _time.RunFor(Duration.Zero);

        Assert.NotNull(sink.Flow);
        IpcProcess local = _stack.Irm.Processes.Find("local")!;
        Assert.Equal([local], _stack.Irm.Flows.Stacking.Below(member));
        Assert.Equal([local], _stack.Irm.Flows.Stacking.Below(joining));
        Assert.False(_stack.Irm.Flows.Stacking.StandsOn(member, joining));
        sink.Open.Close(CloseReason.Normal, _time.Now);
        _time.RunFor(Duration.Zero);
        Assert.Empty(_stack.Irm.Flows.Stacking.Below(member));
        Assert.Empty(_stack.Irm.Flows.All);
    }

    [Fact]
    public void Shutdown_ends_the_upper_layers_first_and_every_wish()
    {
        ScriptedIpcProcess lower = Add("lower", "bottom");
        ScriptedIpcProcess upper = Add("upper", "top");
        upper.AskBelow("x", new TestSink(_stack), _time.Now);
        _time.RunFor(Duration.Zero);
        TestSink wish = _stack.Ask("service");
        _stack.Irm.Shutdown(_time.Now);
        _time.RunFor(Duration.Zero);

        Assert.True(lower.IsShutDown && upper.IsShutDown);
        Assert.Equal((1, CloseReason.ShuttingDown), (wish.Outcomes, wish.Reason));
        Assert.Empty(_stack.Irm.Processes.All);
        Assert.Equal(CloseReason.ShuttingDown, Ask().Reason);
        Assert.False(_stack.Irm.Add(lower).IsOk);
    }

    private ScriptedIpcProcess Add(string name, string? layer, IpcProcessKind kind = IpcProcessKind.Unicast)
    {
        var process = new ScriptedIpcProcess(name, layer, _stack.Irm, kind);
        Assert.True(_stack.Irm.Add(process).IsOk);
        return process;
    }

    private TestSink Ask(string? layer = null)
    {
        TestSink sink = _stack.Ask("service", layer);
        _time.RunFor(Duration.Zero);
        return sink;
    }

    private IpcProcess ProviderOf(TestSink sink) => _stack.Irm.Flows.Find(sink.Open.Id)!.Process!;
}

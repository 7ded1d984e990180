using Lamina.Core;
using Lamina.Ipc.Irm;
using Lamina.Ipc.Local;
using Lamina.Ipc.Tests.Virtual;

namespace Lamina.Ipc.Tests.Irm;

/// <summary>Flows between two programs of one stack (O15).</summary>
public sealed class DirectFlowTests
{
    private static readonly Name Service = Name.Parse("service");

    private readonly VirtualTime _time = new();
    private readonly TestStack _stack;

    public DirectFlowTests() => _stack = new TestStack(_time);

    [Fact]
    public void Two_programs_share_one_flow_and_no_layer()
    {
        (TestSink near, LowerFlow far, TestUser farUser) = Open();
        FlowRecord line = Assert.Single(_stack.Irm.Flows.All);
        Assert.Equal((near.Open.Id, near.Open.Id), (far.Id, line.Id));
        Assert.Null(line.Process);
        Assert.Equal(("this program", "process 4711 (test)"), (line.OwnerDescription, line.AcceptorDescription));
        Assert.Empty(_stack.Irm.Processes.All);

        near.Send([1], [2, 2]);
        _stack.Send(far, [3]);
        _time.RunFor(Duration.Zero);
        Assert.Equal([[1], [2, 2]], farUser.Packets);
        Assert.Equal([[3]], near.User.Packets);
        Assert.Equal((2L, 3L, 1L, 1L), (line.SentPackets, line.SentBytes, line.ReceivedPackets, line.ReceivedBytes));
        Assert.True(near.Open.IsIntact && far.IsIntact);
        Assert.Equal(0, near.Open.HeadRoom);
    }

    [Fact]
    public void It_comes_before_a_local_layer_and_a_named_layer_before_it()
    {
        _stack.Irm.Add(new LocalIpcProcess("local", "home", _stack.Irm));
        _stack.Serve("service");
        Assert.True(_stack.Irm.RegisterInLayer(Service, "home", _time.Now).IsOk);
        Assert.Null(_stack.Irm.Flows.Find(Ask().Open.Id)!.Process);
        TestSink inLayer = Ask("home");
        Assert.Equal("local", _stack.Irm.Flows.Find(inLayer.Open.Id)!.Process?.Name);
        Assert.True(inLayer.Open.IsIntact);
        Assert.Equal(CloseReason.NameUnknown, Ask("elsewhere").Reason);
    }

    [Fact]
    public void An_ipc_process_never_gets_one_on_either_side()
    {
        var member = new ScriptedIpcProcess("uni", "net", _stack.Irm);
        var lower = new ScriptedIpcProcess("low", "bottom", _stack.Irm);
        _stack.Irm.Add(member);
        _stack.Irm.Add(lower);
        TestAcceptor program = _stack.Serve("service");
        var asked = new TestSink(_stack);
        member.AskBelow("service", asked, _time.Now);
        _time.RunFor(Duration.Zero);
        Assert.Same(lower, _stack.Irm.Flows.Find(asked.Open.Id)!.Process);
        Assert.Empty(program.Arrivals);

        _stack.Irm.UnbindAll(program);
        Assert.True(_stack.Irm.BindProcess(Service, "uni").IsOk);
        Assert.NotNull(_stack.Irm.Flows.Find(Ask().Open.Id)!.Process);
        Assert.Empty(member.Arrivals);
    }

    [Fact]
    public void What_is_asked_and_said_reaches_the_other_program()
    {
        TestAcceptor acceptor = _stack.Serve("service");
        acceptor.Answer = [7];
        TestSink sink = _stack.Ask("service", data: new byte[AllocationRequest.MaxDataLength], qos: QosSpec.Voice);
        Assert.Equal(0, sink.Outcomes);
        _time.RunFor(Duration.Zero);
        Assert.Equal([7], sink.Data);
        Assert.Equal(QosSpec.Voice, acceptor.Arrivals.Single().Qos);
        Assert.Equal(AllocationRequest.MaxDataLength, acceptor.Arrivals.Single().Data.Length);

        TestSink tooLong = _stack.Ask("service", data: new byte[AllocationRequest.MaxDataLength + 1]);
        _time.RunFor(Duration.Zero);
        Assert.Equal((1, CloseReason.NoResources), (tooLong.Outcomes, tooLong.Reason));
    }

    [Theory]
    [InlineData(CloseReason.Refused, 1)]
    [InlineData(CloseReason.NoResources, 1)]
    [InlineData(CloseReason.NoListener, 2)]
    public void A_program_that_accepts_nothing_is_passed_over_and_any_other_answer_counts(CloseReason reason, int asked)
    {
        TestAcceptor first = _stack.Serve("service");
        TestAcceptor second = _stack.Serve("service");
        first.OnArrival = second.OnArrival = (arrival, now) => arrival.Refuse(reason, now);
        TestSink sink = Ask();
        Assert.Equal((1, reason), (sink.Outcomes, sink.Reason));
        Assert.Equal(asked, first.Arrivals.Count + second.Arrivals.Count);
        _stack.AssertEmpty();
    }

    [Fact]
    public void Where_no_program_accepts_a_layer_may_know_somebody()
    {
        _stack.Serve("service").OnArrival = (arrival, now) => arrival.Refuse(CloseReason.NoListener, now);
        _stack.Irm.Add(new ScriptedIpcProcess("uni", "net", _stack.Irm));
        Assert.Equal("uni", _stack.Irm.Flows.Find(Ask().Open.Id)!.Process?.Name);
    }

    [Fact]
    public void No_answer_in_three_seconds_is_no_flow()
    {
        ArrivingFlow? waiting = null;
        _stack.Serve("service").OnArrival = (arrival, _) => waiting = arrival;
        TestSink sink = Ask();
        _time.RunFor(Duration.FromMilliseconds(2999));
        Assert.Equal(0, sink.Outcomes);
        _time.RunFor(Duration.FromMilliseconds(1));
        Assert.Equal((1, CloseReason.Timeout), (sink.Outcomes, sink.Reason));
        Assert.Null(waiting!.Accept([], new TestUser(), _time.Now));
        _stack.AssertEmpty();
    }

    [Fact]
    public void A_withdrawn_wish_is_no_arrival_any_more()
    {
        ArrivingFlow? waiting = null;
        _stack.Serve("service").OnArrival = (arrival, _) => waiting = arrival;
        TestSink sink = Ask();
        _stack.Irm.Withdraw(sink, _time.Now);
        Assert.False(waiting!.IsPending);
        Assert.Null(waiting.Accept([], new TestUser(), _time.Now));
        _time.RunFor(Duration.FromSeconds(60));
        Assert.Equal(0, sink.Outcomes);
        _stack.AssertEmpty();
    }

    [Fact]
    public void A_flow_that_was_accepted_at_the_moment_of_withdrawal_is_closed()
    {
        TestAcceptor acceptor = _stack.Serve("service");
        TestSink? sink = null;
        acceptor.OnAccepted = _ => _stack.Irm.Withdraw(sink!, _time.Now);
        sink = _stack.Ask("service");
        _time.RunFor(Duration.Zero);
        Assert.Equal(0, sink.Outcomes);
        Assert.Equal([(FlowEvent.Closed, CloseReason.Normal)], acceptor.Flows.Single().User.Events);
        _stack.AssertEmpty();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_end_of_one_side_comes_behind_what_it_sent(bool isNear)
    {
        (TestSink near, LowerFlow far, TestUser farUser) = Open();
        (LowerFlow closing, TestUser other) = isNear ? (near.Open, farUser) : (far, near.User);
        _stack.Send(closing, [1]);
        closing.Close(CloseReason.PeerDied, _time.Now);
        Assert.Empty(_stack.Irm.Flows.All);
        _time.RunFor(Duration.Zero);
        Assert.Equal([[1]], other.Packets);
        Assert.Equal([(FlowEvent.Closed, CloseReason.PeerDied)], other.Events);
        _stack.AssertEmpty();
    }

    [Fact]
    public void A_full_window_is_no_credit_until_the_other_end_has_been_served()
    {
        (TestSink near, _, TestUser farUser) = Open();
        byte[] longest = new byte[near.Open.MaxPacketSize];
        int sent = 0;
        for (; near.Open.Credit > 0; sent++)
        {
            near.Send(longest);
        }

        Assert.Equal(17, sent);
        _time.RunFor(Duration.Zero);
        Assert.Equal(sent, farUser.Packets.Count);
        Assert.Equal([(FlowEvent.Writable, CloseReason.None)], near.User.Events);
    }

    [Fact]
    public void The_end_of_the_stack_is_heard_at_both_ends()
    {
        (TestSink near, _, TestUser farUser) = Open();
        ArrivingFlow? waiting = null;
        _stack.Serve("slow").OnArrival = (arrival, _) => waiting = arrival;
        TestSink slow = _stack.Ask("slow");
        _time.RunFor(Duration.Zero);
        Assert.True(waiting!.IsPending);
        _stack.Irm.Shutdown(_time.Now);
        _time.RunFor(Duration.Zero);
        Assert.Equal([(FlowEvent.Closed, CloseReason.ShuttingDown)], near.User.Events);
        Assert.Equal([(FlowEvent.Closed, CloseReason.ShuttingDown)], farUser.Events);
        Assert.Equal((1, CloseReason.ShuttingDown), (slow.Outcomes, slow.Reason));
        _stack.AssertEmpty();
    }

    [Fact]
    public void A_packet_allocates_nothing()
    {
        (TestSink near, LowerFlow far, _) = Open();
        var counting = new Counter();
        far.User = counting;
        Assert.True(_stack.Context.Pool.TryRent(1000, out PacketBuffer buffer));
        var train = Train.Single(buffer, 0, 1000);
        Send(1000);
        Assert.Equal(0, LeastAllocated.By(() => Send(10_000)));
        Assert.Equal(0, (counting.Packets - 1000) % 10_000);
        buffer.Release();

        void Send(int count)
        {
            for (int i = 0; i < count; i++)
            {
                buffer.Retain();
                near.Open.Transmit(train, _time.Now);
                _stack.Context.RunQueue.Drain(_time.Now);
            }
        }
    }

    private (TestSink Near, LowerFlow Far, TestUser FarUser) Open()
    {
        TestAcceptor acceptor = _stack.Serve("service");
        TestSink sink = Ask();
        (LowerFlow far, TestUser farUser) = acceptor.Flows.Single();
        return (sink, far, farUser);
    }

    private TestSink Ask(string? layer = null)
    {
        TestSink sink = _stack.Ask("service", layer);
        _time.RunFor(Duration.Zero);
        return sink;
    }

    private sealed class Counter : IFlowUser
    {
        public int Packets { get; private set; }

        public void HandleTrain(in Train train, Instant now) => Packets += train.Count;

        public void HandleFlowEvent(FlowEvent what, CloseReason reason, Instant now)
        {
        }
    }
}

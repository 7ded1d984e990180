using Lamina.Core;
using Lamina.Ipc.Local;
using Lamina.Ipc.Tests.Virtual;

namespace Lamina.Ipc.Tests.Local;

public sealed class LocalFlowTests
{
    private readonly VirtualTime _time = new();
    private readonly TestStack _stack;

    public LocalFlowTests()
    {
        _stack = new TestStack(_time);
        _stack.Irm.Add(new LocalIpcProcess("local", "home", _stack.Irm));
    }

    [Fact]
    public void A_full_window_is_no_credit_until_the_other_end_has_been_served()
    {
        (TestSink near, _) = Open();
        byte[] packet = new byte[LocalIpcProcess.MaxPacketSize];
        int sent = 0;
        for (; near.Open.Credit > 0; sent++)
        {
            near.Send(packet);
        }

        Assert.Equal(LocalIpcProcess.Window / LocalIpcProcess.MaxPacketSize, sent);
        Assert.Empty(near.User.Events);
        _time.RunFor(Duration.Zero);
        Assert.Equal([(FlowEvent.Writable, CloseReason.None)], near.User.Events);
        Assert.Equal(LocalIpcProcess.Window, near.Open.Credit);
    }

    [Fact]
    public void Nobody_is_called_inside_its_own_call()
    {
        (TestSink near, LowerFlow far) = Open();
        var echo = new Echo(_stack, far);
        far.User = echo;
        for (int i = 0; i < 10; i++)
        {
            near.Send([(byte)i]);
        }

        _time.RunFor(Duration.Zero);
        Assert.Equal(1, echo.DeepestCall);
        Assert.Equal(10, near.User.Packets.Count);
    }

    [Fact]
    public void Trains_keep_their_buffer_and_gain_no_header()
    {
        (TestSink near, LowerFlow far) = Open();
        Assert.Equal(0, near.Open.HeadRoom);
        Assert.Equal(Duration.FromMilliseconds(100), far.MaxPacketLifetime);
        Assert.True(_stack.Context.Pool.TryRent(100, out PacketBuffer buffer));
        var keeper = new Keeper();
        far.User = keeper;
        near.Open.Transmit(Train.Single(buffer, 30, 50), _time.Now);
        _time.RunFor(Duration.Zero);

        Assert.Same(buffer, keeper.Train.Buffer);
        Assert.Equal(30, keeper.Train.HeadRoom);
        Assert.Equal(1, _stack.Context.Pool.RentedCount);
        keeper.Train.Buffer.Release();
        Assert.Equal(0, _stack.Context.Pool.RentedCount);
    }

    private (TestSink Near, LowerFlow Far) Open()
    {
        TestAcceptor acceptor = _stack.Serve("echo");
        Assert.True(_stack.Irm.RegisterInLayer(Name.Parse("echo"), "home", _time.Now).IsOk);
        TestSink sink = _stack.Ask("echo", "home");
        _time.RunFor(Duration.Zero);
        return (sink, acceptor.Flows.Single().Flow);
    }

    private sealed class Echo(TestStack stack, LowerFlow flow) : IFlowUser
    {
        private int _depth;

        public int DeepestCall { get; private set; }

        public void HandleTrain(in Train train, Instant now)
        {
            DeepestCall = Math.Max(DeepestCall, ++_depth);
            stack.Send(flow, train[0].ToArray());
            _depth--;
        }

        public void HandleFlowEvent(FlowEvent what, CloseReason reason, Instant now)
        {
        }
    }

    private sealed class Keeper : IFlowUser
    {
        public Train Train { get; private set; }

        public void HandleTrain(in Train train, Instant now)
        {
            Train = train;
            train.Buffer.Retain();
        }

        public void HandleFlowEvent(FlowEvent what, CloseReason reason, Instant now)
        {
        }
    }
}

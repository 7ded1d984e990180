using System.Net.Sockets;
using Lamina.Bearers.Linux;
using Lamina.Core;
using Lamina.Ipc;
using Lamina.Node.Attach;
using Lamina.Node.Driving;
using Lamina.Wire.Attach;

namespace Lamina.Node.Tests.Attach;

/// <summary>
/// A grant comes through the ring, and the flow that it is for through the socket: whichever is read first, the flow has its credit. Both
/// happen at once where the acceptor says first that it cannot use the memory that the two were to share.
/// </summary>
public sealed class EarlyGrantTests : IAllocationSink, IFlowUser, IDisposable
{
    private const uint Number = 1;

    private readonly string _directory = Directory.CreateTempSubdirectory("lamina-").FullName;
    private readonly DomainDriver _driver = new("test", new PacketPool(), () => { });
    private readonly Socket _daemon;
    private readonly AttachedStack _stack;
    private LowerFlow? _flow;
    private bool _isWritable;

    public EarlyGrantTests()
    {
        string path = Path.Combine(_directory, "attach");
        _daemon = DescriptorSocket.Listen(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        var handshake = new AttachHandshake(DescriptorSocket.Connect(path), Name.Parse("daemon"), Memory: null);
        _stack = new AttachedStack(_driver, handshake, path, Duration.Zero, _ => { }, _ => { });
    }

    [Fact]
    public void It_waits_for_its_flow()
    {
        _stack.Allocate(new FlowRequest(Name.Parse("n"), QosSpec.Data, default), this, Instant.Zero);
        Assert.False(TakeGrant());
        TakeFlow();
        FillIt();
        Assert.True(TakeGrant());
        Assert.True(_isWritable);
    }

    [Fact]
    public void One_for_a_flow_that_is_closed_is_taken_and_forgotten()
    {
        _stack.Allocate(new FlowRequest(Name.Parse("n"), QosSpec.Data, default), this, Instant.Zero);
        TakeFlow();
        _flow!.Close(CloseReason.Normal, Instant.Zero);
        Assert.True(TakeGrant());
    }

    public void HandleAllocated(LowerFlow flow, ReadOnlySpan<byte> data, Instant now) => (_flow, flow.User) = (flow, this);

    public void HandleRefused(CloseReason reason, Instant now) => Assert.Fail(reason.ToString());

    public void HandleTrain(in Train train, Instant now) => Assert.Fail("nothing was sent");

    public void HandleFlowEvent(FlowEvent what, CloseReason reason, Instant now) => _isWritable |= what == FlowEvent.Writable;

    public void Dispose()
    {
        _stack.Dispose();
        _driver.Dispose();
        _daemon.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    private bool TakeGrant()
    {
        Span<byte> record = stackalloc byte[AttachGrant.Length];
        new AttachGrant(Number, 1 << 20).Write(record);
        return ((IRingUser)_stack).HandleRecord(AttachGrant.Tag, record, Instant.Zero);
    }

    private void TakeFlow()
    {
        Span<byte> message = stackalloc byte[AttachProtocol.MaxMessageLength];
        var limits = new AttachFlowLimits(1400, Duration.FromSeconds(1), default, QosSpec.Data);
        int length = new AttachAllocated { Request = 1, Flow = Number, Limits = limits }.Write(message);
        Assert.True(((IControlUser)_stack).HandleMessage(message[..length], [], Instant.Zero));
    }

    // Until the flow's way is known, so much and no more waits for it.
    private void FillIt()
    {
        while (_flow!.Credit > 0)
        {
            Assert.True(_driver.Context.Pool.TryRent(1400, out PacketBuffer buffer));
            _flow.Transmit(Train.Contiguous(buffer, 0, 1400, 1400), Instant.Zero);
        }
    }
}

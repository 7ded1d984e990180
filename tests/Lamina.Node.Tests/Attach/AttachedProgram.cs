using System.Net.Sockets;
using Lamina.Bearers.Linux;
using Lamina.Bearers.Rings;
using Lamina.Core;
using Lamina.Ipc;
using Lamina.Node.Attach;
using Lamina.Node.Driving;
using Lamina.Wire.Attach;
using Microsoft.Win32.SafeHandles;

namespace Lamina.Node.Tests.Attach;

/// <summary>The program's side of an attachment, without a thread; a test says what its daemon would.</summary>
internal sealed class AttachedProgram : IAllocationSink, IFlowUser, IDisposable
{
    private const uint Number = 1;
    private const int PacketLength = 1400;

    private readonly string _directory = Directory.CreateTempSubdirectory("lamina-").FullName;
    private readonly DomainDriver _driver = new("test", new PacketPool(), () => { });
    private readonly Socket _daemon;
    private readonly AttachedStack _stack;
    private RingPair? _rings;
    private WakeSocket? _other;

    public AttachedProgram()
    {
        string path = Path.Combine(_directory, "attach");
        _daemon = DescriptorSocket.Listen(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        var handshake = new AttachHandshake(DescriptorSocket.Connect(path), Name.Parse("daemon"), Memory: null);
        _stack = new AttachedStack(_driver, handshake, path, Duration.Zero, _ => { }, _ => { });
        _stack.Allocate(new FlowRequest(Name.Parse("n"), QosSpec.Data, default), this, Instant.Zero);
    }

    /// <summary>What it asked for, once it has it.</summary>
    public AttachedFlow? Flow { get; private set; }

    /// <summary>It was told that it may send.</summary>
    public bool IsWritable { get; private set; }

    /// <summary>False: it cannot take it yet.</summary>
    public bool TakeGrant(uint limit)
    {
        Span<byte> record = stackalloc byte[AttachGrant.Length];
        new AttachGrant(Number, limit).Write(record);
        return ((IRingUser)_stack).HandleRecord(AttachGrant.Tag, record, Instant.Zero);
    }

    public void TakeFlow(uint credit)
    {
        Span<byte> message = stackalloc byte[AttachProtocol.MaxMessageLength];
        var limits = new AttachFlowLimits(PacketLength, Duration.FromSeconds(1), default, QosSpec.Data, Credit: credit);
        int length = new AttachAllocated { Request = 1, Flow = Number, Limits = limits }.Write(message);
        Take(message[..length], []);
    }

    /// <summary>It is given memory to share with another program, which the flow that it takes next goes through.</summary>
    public void TakePair()
    {
        _rings = RingPair.Create("lamina-test", 1 << 18);
        (WakeSocket own, _other) = WakeSocket.CreatePair();
        Span<byte> message = stackalloc byte[AttachPair.Length];
        int length = new AttachPair(AttachMessageType.Pair, 1, Detail: false).Write(message);
        Take(message[..length], [_rings.Descriptor, (SafeFileHandle)own.Descriptor]);
        Span<byte> direct = stackalloc byte[AttachDirect.Length];
        Take(direct[..new AttachDirect(Number, 1, 1).Write(direct)], []);
    }

    public void TakePairOver()
    {
        Span<byte> message = stackalloc byte[AttachPair.Length];
        Take(message[..new AttachPair(AttachMessageType.PairOver, 1, Detail: false).Write(message)], []);
    }

    public void SendWhileItMay()
    {
        while (Flow!.Credit > 0)
        {
            Send(packets: 1);
        }
    }

    public void Send(int packets)
    {
        Assert.True(_driver.Context.Pool.TryRent(packets * PacketLength, out PacketBuffer buffer));
        Flow!.Transmit(Train.Contiguous(buffer, 0, packets * PacketLength, PacketLength), Instant.Zero);
    }

    public void HandleAllocated(LowerFlow flow, ReadOnlySpan<byte> data, Instant now) => (Flow, flow.User) = ((AttachedFlow)flow, this);

    public void HandleRefused(CloseReason reason, Instant now) => Assert.Fail(reason.ToString());

    public void HandleTrain(in Train train, Instant now) => Assert.Fail("nothing was sent");

    public void HandleFlowEvent(FlowEvent what, CloseReason reason, Instant now) => IsWritable |= what == FlowEvent.Writable;

    public void Dispose()
    {
        _stack.Dispose();
        _driver.Dispose();
        _daemon.Dispose();
        _rings?.Dispose();
        _other?.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    private void Take(ReadOnlySpan<byte> message, List<SafeFileHandle> descriptors) =>
        Assert.True(((IControlUser)_stack).HandleMessage(message, descriptors, Instant.Zero));
}

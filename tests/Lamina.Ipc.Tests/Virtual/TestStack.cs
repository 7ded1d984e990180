using Lamina.Core;
using Lamina.Ipc.Irm;
using Lamina.Ipc.Irm.Programs;

namespace Lamina.Ipc.Tests.Virtual;

/// <summary>A stack without a driver of its own: the virtual clock drives it.</summary>
public sealed class TestStack
{
    private readonly VirtualTime _time;

    public TestStack(VirtualTime time, IProgramStarter? starter = null, PeerIdentity self = default)
    {
        _time = time;
        Irm = new IpcResourceManager(time.AddContext(), starter: starter) { Self = self };
    }

    public IpcResourceManager Irm { get; }

    public MachineContext Context => Irm.Context;

    /// <summary>Asks for a flow.</summary>
    public TestSink Ask(string name, string? layer = null, byte[]? data = null, QosSpec? qos = null)
    {
        var sink = new TestSink(this);
        Irm.Allocate(new FlowRequest(Name.Parse(name), qos ?? QosSpec.Raw, data ?? [], layer), sink, _time.Now);
        return sink;
    }

    /// <summary>Binds a name to an acceptor that takes everything.</summary>
    public TestAcceptor Serve(string name)
    {
        var acceptor = new TestAcceptor();
        Assert.True(Irm.Bind(Name.Parse(name), acceptor).IsOk);
        return acceptor;
    }

    /// <summary>Transmits one train of packets of one length, the last maybe shorter.</summary>
    public void Send(LowerFlow flow, params byte[][] packets)
    {
        int stride = flow.HeadRoom + packets[0].Length;
        Assert.True(Context.Pool.TryRent(stride * packets.Length, out PacketBuffer buffer));
        var train = new Train
        {
            Buffer = buffer,
            Offset = flow.HeadRoom,
            Stride = stride,
            Length = packets[0].Length,
            LastLength = packets[^1].Length,
            Count = packets.Length,
            HeadRoom = flow.HeadRoom,
        };
        for (int i = 0; i < packets.Length; i++)
        {
            packets[i].CopyTo(train[i]);
        }

        flow.Transmit(train, _time.Now);
    }

    public void AssertEmpty()
    {
        Assert.Empty(Irm.Flows.All);
        Assert.Equal(0, Context.Pool.RentedCount);
        Assert.Equal(0, Context.Timers.Count);
        Assert.True(Context.RunQueue.IsEmpty);
    }
}

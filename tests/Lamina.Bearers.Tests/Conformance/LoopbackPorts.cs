using System.Diagnostics;
using System.Net;
using Lamina.Bearers.Linux;
using Lamina.Conformance.Ports;
using Lamina.Core;
using Lamina.Simulation.Mangling;

namespace Lamina.Bearers.Tests.Conformance;

/// <summary>Three UDP ports on the loopback interface; the one that receives is maybe mangled.</summary>
internal sealed class LoopbackPorts : PortPair
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly UdpPort _sender;
    private readonly UdpPort _other;
    private readonly UdpPort _receiver;
    private readonly IPAddress _address;

    public LoopbackPorts(IPAddress address, ManglingProfile? mangling = null)
    {
        _address = address;
        _sender = new UdpPort(new IPEndPoint(address, 0), Context.Pool);
        _other = new UdpPort(new IPEndPoint(address, 0), Context.Pool);
        _receiver = new UdpPort(new IPEndPoint(address, 0), Context.Pool);
        Receiver = mangling is null ? _receiver : new MangledPort(_receiver, Context, mangling, new SeededRandom(1));
    }

    public override MachineContext Context { get; } = new(new PacketPool(), new SeededRandom(1));

    public override IDatagramPort Sender => _sender;

    public override IDatagramPort OtherSender => _other;

    public override IDatagramPort Receiver { get; }

    // The discard service: nobody is there, or nobody answers.
    public override UdpEndpoint Nowhere => UdpEndpoint.From(new IPEndPoint(_address, 9));

    public override Instant Now => new(Stopwatch.GetElapsedTime(0).Ticks * 100);

    public override bool RunUntil(Func<bool> condition)
    {
        var clock = Stopwatch.StartNew();
        while (!condition() && clock.Elapsed < Patience)
        {
            Poll();
            Context.Run(Now);
        }

        return condition();
    }

    public override void Dispose()
    {
        Receiver.Close();
        _sender.Dispose();
        _other.Dispose();
        _receiver.Dispose();
        base.Dispose();
    }

    private void Poll()
    {
        UdpPort[] open = [.. new[] { _sender, _other, _receiver }.Where(port => !port.IsClosed)];
        if (open.Length == 0)
        {
            return;
        }

        var poll = new PollSet(open.Length);
        Array.ForEach(open, port => poll.Add(port.Descriptor));
        poll.Wait(TimeSpan.FromMilliseconds(1));
        Array.ForEach(open, port => port.HandleReady(readable: true, writable: port.WantsWrite, Now));
    }
}

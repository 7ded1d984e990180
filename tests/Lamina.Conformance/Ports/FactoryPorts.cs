using System.Diagnostics;
using System.Net;
using Lamina.Bearers.Edges;
using Lamina.Core;
using Lamina.Node.Ports;

namespace Lamina.Conformance.Ports;

/// <summary>Three ports of one technology, polled in real time: a bearer's file and this are all that its suite needs.</summary>
public sealed class FactoryPorts : PortPair
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly List<PolledPort> _polled = [];
    private readonly IPEndPoint _local;
    private readonly SystemEdge _edge;

    /// <param name="factory">The technology.</param>
    /// <param name="local">Where ports are opened; the port number is 0.</param>
    /// <param name="edge">What the ports and their host are made of; null: as in this process.</param>
    public FactoryPorts(IPortFactory factory, IPEndPoint local, SystemEdge? edge = null)
    {
        _edge = edge ?? SystemEdge.Present;
        _local = local;
        Sender = Open(factory);
        OtherSender = Open(factory);
        Receiver = Open(factory);
    }

    /// <inheritdoc/>
    public override MachineContext Context { get; } = new(new PacketPool(), new SeededRandom(1));

    /// <inheritdoc/>
    public override IDatagramPort Sender { get; }

    /// <inheritdoc/>
    public override IDatagramPort OtherSender { get; }

    /// <inheritdoc/>
    public override IDatagramPort Receiver { get; }

    /// <summary>The discard service: nobody is there, or nobody answers.</summary>
    public override UdpEndpoint Nowhere => UdpEndpoint.From(new IPEndPoint(_local.Address, 9));

    /// <inheritdoc/>
    public override Instant Now => new(Stopwatch.GetElapsedTime(0).Ticks * 100);

    /// <inheritdoc/>
    public override bool RunUntil(Func<bool> condition)
    {
        var clock = Stopwatch.StartNew();
        while (!condition() && clock.Elapsed < Patience)
        {
            _polled.ForEach(port => port.Poll(TimeSpan.FromMilliseconds(1), Now));
            Context.Run(Now);
        }

        return condition();
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        Sender.Close();
        OtherSender.Close();
        Receiver.Close();
        base.Dispose();
    }

    private IDatagramPort Open(IPortFactory factory)
    {
        var host = new PolledPort(Context, _edge);
        _polled.Add(host);
        return factory.Open(_local, host);
    }
}

using Lamina.Core;
using Lamina.Protocols.Flows;

namespace Lamina.Simulation.Transport;

/// <summary>A flow from one host to the receiver, with its programs at both ends. It is open when this is made, or there is trouble.</summary>
internal sealed class MessagePair
{
    private static readonly Duration Patience = Duration.FromSeconds(30);

    private readonly SimulatedHost _host;
    private readonly MessageSource _source;
    private readonly MessageSink _sink;

    public MessagePair(TransportNetwork network, SimulatedHost host, int messageSize, DeliveryTimes? times)
    {
        _host = host;
        var name = Name.Parse($"sink of {host.Name}");
        _sink = new MessageSink(network.C.Irm.ServiceFor("sink"), messageSize, times);
        network.Serve(network.C, name, _sink);
        _source = new MessageSource(host.Irm.ServiceFor("source"), messageSize, times);
        host.Do(now => _source.Start(name, network.Top, now));
        network.Network.RunUntil(() => _source.End is not null || _source.Ended != CloseReason.None, Patience);
    }

    /// <summary>Messages that came.</summary>
    public long Received => _sink.Received;

    /// <summary>What the sender's end did.</summary>
    public FlowEndCounters Sender => _source.End!.Counters;

    /// <summary>Packets that came although they had come before.</summary>
    public long Doubled => _sink.Duplicates;

    /// <summary>What is wrong; null while nothing is.</summary>
    public string? Trouble => _sink.Fault
        ?? (_source.Ended != CloseReason.None ? $"the flow of {_host.Name} ended: {_source.Ended}, after {Received} messages"
        : _source.End is null ? "no answer" : null);

    /// <summary>So many messages more, from now on.</summary>
    public void Send(long count) => _host.Do(_ => _source.Send(count));
}

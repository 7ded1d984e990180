using Lamina.Core;
using Lamina.Simulation.Links;

namespace Lamina.Simulation.Transport;

/// <summary>Runs one cell: first one flow that sends so many messages, then two at the same time.</summary>
public sealed class TransportRun
{
    /// <summary>Bytes of a message where nothing else is said.</summary>
    public const int DefaultMessageSize = 1400;

    private static readonly Duration Outage = Duration.FromSeconds(2);
    private static readonly Duration Standstill = Duration.FromSeconds(120);
    private static readonly Duration Look = Duration.FromSeconds(10);

    private readonly TransportCell _cell;
    private readonly ulong _seed;
    private readonly int _messages;

    /// <summary>Prepares a run.</summary>
    /// <param name="cell">Which.</param>
    /// <param name="messages">Messages of the first part, 10 or more.</param>
    /// <param name="seed">Decides all chances.</param>
    public TransportRun(TransportCell cell, int messages, ulong seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(messages, 10);
        _cell = cell;
        _messages = messages;
        _seed = seed;
    }

    /// <summary>Bytes of a message; default 1400.</summary>
    public int MessageSize { get; init; } = DefaultMessageSize;

    /// <summary>Congestion policy of every layer; default <c>delay</c>.</summary>
    public string Congestion { get; init; } = "delay";

    /// <summary>Sees every datagram; null (default): nobody looks.</summary>
    public IPacketTap? Tap { get; init; }

    /// <summary>Runs it.</summary>
    public TransportResult Run()
    {
        using var network = new TransportNetwork(_cell, _seed, Congestion, Tap);
        var times = new DeliveryTimes(_messages);
        var one = new MessagePair(network, network.A, MessageSize, times);
        var other = new MessagePair(network, network.B, MessageSize, null);
        var result = new TransportResult(_cell, _seed, _messages);
        if (one.Trouble is { } closed)
        {
            return result with { Fault = $"no flow: {closed}" };
        }

        network.Long.Profile = _cell.BadLink;
        result = Alone(network, one, times, result);
        result = result.Fault is null ? Together(network, one, other, result) : result;
        network.Long.Profile = _cell.LongLink;
        string? left = network.End();
        return result.Fault is null ? result with { Fault = left } : result;
    }

    private TransportResult Alone(TransportNetwork network, MessagePair one, DeliveryTimes times, TransportResult result)
    {
        Instant begin = network.Network.Now;
        one.Send(_messages);
        if (_cell.Fault == TransportFault.BlackHole)
        {
            int part = _messages * 2 / 5;
            if (Await(network, () => one.Received >= part || one.Trouble is not null, () => one.Received) is { } early)
            {
                return result with { Fault = early };
            }

            network.Long.IsCut = true;
            network.Network.At(network.Network.Now + Outage, _ => network.Long.IsCut = false);
        }

        string? fault = Await(network, () => one.Received >= _messages || one.Trouble is not null, () => one.Received) ?? one.Trouble;
        Duration took = network.Network.Now - begin;
        SimulatedLink[] way = [network.Short[0], network.Long];
        double packets = Math.Max(1, one.Sender.Sent);
        return result with
        {
            Fault = fault,
            Took = took,
            Goodput = ShareOf(one.Received, took),
            Resent = one.Sender.Retransmitted / packets,
            Doubled = one.Doubled / packets,
            Timeouts = one.Sender.Timeouts,
            Destroyed = way.Sum(link => Lost(link.ForthCounters)) / (double)Math.Max(1, way[0].ForthCounters.Sent),
            MedianDelay = fault is null ? times.Percentile(0.5) : Duration.Zero,
            LongDelay = fault is null ? times.Percentile(0.99) : Duration.Zero,
        };
    }

    private TransportResult Together(TransportNetwork network, MessagePair one, MessagePair other, TransportResult result)
    {
        Instant begin = network.Network.Now;
        one.Send(_messages);
        other.Send(_messages);
        long first = one.Received;
        long Of(MessagePair pair) => pair == one ? one.Received - first : other.Received;
        bool IsOver() => Of(one) + Of(other) >= _messages / 2 || one.Trouble is not null || other.Trouble is not null;
        string? fault = Await(network, IsOver, () => Of(one) + Of(other)) ?? one.Trouble ?? other.Trouble;
        double a = Of(one);
        double b = Of(other);
        return result with
        {
            Fault = fault,
            Fairness = (a + b) * (a + b) / Math.Max(1, 2 * ((a * a) + (b * b))),
            PairGoodput = ShareOf(Of(one) + Of(other), network.Network.Now - begin),
        };
    }

    // Null: the condition holds. It is a fault that nothing comes for long.
    private static string? Await(TransportNetwork network, Func<bool> condition, Func<long> received)
    {
        long last = received();
        Instant since = network.Network.Now;
        while (!network.Network.RunUntil(condition, Look))
        {
            if (received() > last)
            {
                last = received();
                since = network.Network.Now;
            }
            else if (network.Network.Now - since >= Standstill)
            {
                return $"nothing has come since {since}, after {last} messages";
            }
        }

        return null;
    }

    private double ShareOf(long messages, Duration time) =>
        messages * MessageSize * 8.0 / Math.Max(1e-9, time.TotalSeconds) / TransportCell.BitsPerSecond;

    private static long Lost(Ipc.Udp.Impairment.FateCounters counters) => counters.Lost + counters.Dropped + counters.Corrupted;
}

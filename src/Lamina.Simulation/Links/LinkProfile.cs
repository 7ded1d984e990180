using Lamina.Core;
using Lamina.Ipc.Udp.Impairment;

namespace Lamina.Simulation.Links;

/// <summary>How a link treats datagrams, each way alike. Chances are from 0 to 1, per datagram. The default is a good cable.</summary>
public sealed record LinkProfile : LinkImpairment
{
    /// <summary>A latency of 1 ms, a jitter of 0.1 ms, and nothing else.</summary>
    public LinkProfile()
    {
        Latency = Duration.FromMilliseconds(1);
        Jitter = Duration.FromMicroseconds(100);
    }

    /// <summary>Chance that a train is cut before a datagram, so that its parts arrive apart; default 0.05.</summary>
    public double Cut { get; init; } = 0.05;

    /// <summary>Chance that what arrives together from one peer is handed over as one train; default 0.8.</summary>
    public double Merge { get; init; } = 0.8;
}

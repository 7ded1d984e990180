using System.Net;
using Lamina.Bearers.Edges;
using Lamina.Core;
using Lamina.Ipc.Unicast;
using Lamina.Ipc.Unicast.Policies;
using Lamina.Node.Ports;

namespace Lamina.Conformance.Nodes;

/// <summary>What a <see cref="NodeLayer"/> stands on and follows; the default is what comes with Lamina.</summary>
public sealed record NodeLayerOptions
{
    /// <summary>The technologies of the stacks; null: the built-in ones.</summary>
    public PortCatalogue? Ports { get; init; }

    /// <summary>The technology to use.</summary>
    public string Technology { get; init; } = UdpPorts.Name;

    /// <summary>Where ports are opened.</summary>
    public IPEndPoint Local { get; init; } = new(IPAddress.Loopback, 0);

    /// <summary>The policies of the stacks; null: the built-in ones.</summary>
    public PolicyCatalogue? Policies { get; init; }

    /// <summary>What the stacks ask the system by; null: as in this process.</summary>
    public SystemEdge? Edge { get; init; }

    /// <summary>The unicast layer, where there is one.</summary>
    public UnicastParameters Unicast { get; init; } = new(Name.Parse("net")) { IsInsecure = true };
}

using System.Net;
using Lamina.Core;
using Lamina.Node.Ports;
using Lamina.Simulation.Mangling;

namespace Lamina.Conformance.Ports;

/// <summary>Ports of another technology that mangle what they receive.</summary>
/// <param name="inner">The technology.</param>
/// <param name="profile">What to do; what a suite runs on must only be regrouped.</param>
/// <param name="seed">Decides.</param>
public sealed class MangledPorts(IPortFactory inner, ManglingProfile profile, ulong seed) : IPortFactory
{
    /// <summary>A name for a catalogue.</summary>
    public const string Name = "mangled";

    /// <summary>A catalogue with UDP ports that regroup.</summary>
    public static PortCatalogue Catalogue(ulong seed)
    {
        PortCatalogue catalogue = PortCatalogue.WithBuiltIns();
        catalogue.Add(Name, new MangledPorts(new UdpPorts(), ManglingProfile.Regrouped, seed));
        return catalogue;
    }

    /// <inheritdoc/>
    public IDatagramPort Open(IPEndPoint local, IPortHost host) =>
        new MangledPort(inner.Open(local, host), host.Context, profile, new SeededRandom(seed));
}

using System.Net;
using Lamina.Core;
using Lamina.Node.Ports;
using Lamina.Simulation.Mangling;

namespace Lamina.Tests.Conformance;

/// <summary>UDP ports that regroup what they receive.</summary>
internal sealed class MangledPorts(ulong seed) : IPortFactory
{
    public const string Name = "mangled";

    private readonly UdpPorts _inner = new();

    public static PortCatalogue Catalogue(ulong seed)
    {
        PortCatalogue catalogue = PortCatalogue.WithBuiltIns();
        catalogue.Add(Name, new MangledPorts(seed));
        return catalogue;
    }

    public IDatagramPort Open(IPEndPoint local, PortHost host) =>
        new MangledPort(_inner.Open(local, host), host.Context, ManglingProfile.Regrouped, new SeededRandom(seed));
}

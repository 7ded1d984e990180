namespace Lamina.Node.Ports;

/// <summary>The technologies that a stack can open datagram ports on, by name. Filled before the stack starts, then only read.</summary>
public sealed class PortCatalogue
{
    private readonly SortedDictionary<string, IPortFactory> _factories = new(StringComparer.Ordinal);

    private PortCatalogue()
    {
    }

    /// <summary>All names, sorted.</summary>
    public IReadOnlyCollection<string> Names => _factories.Keys;

    /// <summary>A catalogue of what comes with Lamina.</summary>
    public static PortCatalogue WithBuiltIns()
    {
        var catalogue = new PortCatalogue();
        catalogue.Add(UdpPorts.Name, new UdpPorts());
        return catalogue;
    }

    /// <summary>Adds a technology.</summary>
    /// <exception cref="ArgumentException">The name is taken.</exception>
    public void Add(string name, IPortFactory factory) => _factories.Add(name, factory);

    /// <summary>The technology of a name; null where there is none.</summary>
    public IPortFactory? Find(string name) => _factories.GetValueOrDefault(name);
}

using Lamina.Core;
using Lamina.Ipc.Unicast;
using Lamina.Ipc.Unicast.Policies;
using Lamina.Node;
using Lamina.Node.Ports;

namespace CustomPolicies;

/// <summary>Where this program's own parts are registered: one line each.</summary>
public static class Extensions
{
    /// <summary>The built-in policies, and two more.</summary>
    public static PolicyCatalogue Policies()
    {
        PolicyCatalogue catalogue = PolicyCatalogue.WithBuiltIns();
        catalogue.Routing.Add(FewestHops.PolicyName, new FewestHops());
        catalogue.Directories.Add(EverybodyKnows.PolicyName, new EverybodyKnows());
        return catalogue;
    }

    /// <summary>UDP sockets, and one more technology.</summary>
    /// <param name="directory">Where the Unix sockets are.</param>
    public static PortCatalogue Ports(string directory)
    {
        PortCatalogue catalogue = PortCatalogue.WithBuiltIns();
        catalogue.Add(UnixPorts.Name, new UnixPorts(directory));
        return catalogue;
    }

    /// <summary>A stack that has them all.</summary>
    public static StackOptions Options(string name, string directory) =>
        new() { Name = name, Policies = Policies(), Ports = Ports(directory) };

    /// <summary>A layer that follows them; every member must have them.</summary>
    public static UnicastParameters Layer(string name) => new(Name.Parse(name))
    {
        IsInsecure = true,
        Routing = FewestHops.PolicyName,
        Directory = EverybodyKnows.PolicyName,
    };
}

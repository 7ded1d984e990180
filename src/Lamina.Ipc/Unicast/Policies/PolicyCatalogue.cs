using Lamina.Core;
using Lamina.Ipc.Unicast.Addresses;
using Lamina.Ipc.Unicast.Directory;
using Lamina.Ipc.Unicast.Directory.Kademlia;
using Lamina.Ipc.Unicast.Directory.OneHop;
using Lamina.Protocols.Congestion;
using Lamina.Protocols.Routing;
using Lamina.Wire;

namespace Lamina.Ipc.Unicast.Policies;

/// <summary>
/// The policies that the members of a stack can follow, by kind and name. A layer names one of each kind; every member
/// must have it, so a peer without it is refused at enrolment. Filled before the stack starts, then only read.
/// </summary>
public sealed class PolicyCatalogue
{
    private PolicyCatalogue()
    {
    }

    /// <summary>How members find their ways.</summary>
    public PolicyTable<IRoutingPolicy> Routing { get; } = new("routing");

    /// <summary>Where members keep who serves a name.</summary>
    public PolicyTable<IDirectoryPolicy> Directories { get; } = new("directory");

    /// <summary>How members get their addresses.</summary>
    public PolicyTable<IAddressPolicy> Addresses { get; } = new("address");

    /// <summary>How members keep their queues short.</summary>
    public PolicyTable<ICongestionPolicy> Congestion { get; } = new("congestion");

    /// <summary>A catalogue of the policies that come with Lamina. A new policy of the house gets its line here.</summary>
    public static PolicyCatalogue WithBuiltIns()
    {
        var catalogue = new PolicyCatalogue();
        catalogue.Routing.Add(LinkStateRouting.PolicyName, new LinkStateRouting());
        catalogue.Routing.Add(EcmpRouting.PolicyName, new EcmpRouting());
        catalogue.Routing.Add(LfaRouting.PolicyName, new LfaRouting());
        catalogue.Directories.Add(KademliaDirectory.PolicyName, new KademliaDirectoryPolicy());
        catalogue.Directories.Add(OneHopDirectory.PolicyName, new OneHopDirectoryPolicy());
        catalogue.Congestion.Add(NoControl.PolicyName, new NoControl());
        catalogue.Congestion.Add(MarkedWindowPolicy.PolicyName, new MarkedWindowPolicy());
        catalogue.Congestion.Add(DelayControlPolicy.PolicyName, new DelayControlPolicy());
        catalogue.Addresses.Add(RandomAddresses.PolicyName, new RandomAddresses());
        return catalogue;
    }

    /// <summary>Says whether this stack can have a member of such a layer.</summary>
    internal Outcome Examine(LayerParameters layer)
    {
        if (!layer.IsValid)
        {
            return Outcome.Usage($"the parameters of layer '{layer.Layer}' are outside their ranges");
        }

        if (layer.Version != LayerParameters.CurrentVersion)
        {
            return Outcome.Failed($"layer '{layer.Layer}' uses version {layer.Version}, this side speaks {LayerParameters.CurrentVersion}");
        }

        Outcome outcome = Routing.Examine(layer.Routing);
        outcome = outcome.IsOk ? Directories.Examine(layer.Directory) : outcome;
        outcome = outcome.IsOk ? Addresses.Examine(layer.Addresses) : outcome;
        return outcome.IsOk ? Congestion.Examine(layer.Congestion) : outcome;
    }
}

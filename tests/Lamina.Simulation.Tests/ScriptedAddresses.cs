using Lamina.Core;
using Lamina.Ipc.Unicast.Addresses;
using Lamina.Ipc.Unicast.Policies;

namespace Lamina.Simulation.Tests;

/// <summary>An address policy whose next choices a test decides; by chance where it has decided nothing.</summary>
internal sealed class ScriptedAddresses : IAddressPolicy
{
    public const string PolicyName = "scripted";

    private readonly RandomAddresses _random = new();
    private readonly Queue<ulong> _next = new();

    public string Name => PolicyName;

    public PolicyCatalogue Catalogue()
    {
        var catalogue = PolicyCatalogue.WithBuiltIns();
        catalogue.Addresses.Add(PolicyName, this);
        return catalogue;
    }

    public void Next(params ulong[] addresses) => Array.ForEach(addresses, _next.Enqueue);

    public Address Choose(AddressFormat format, IRandomSource random) =>
        _next.TryDequeue(out ulong address) ? new Address(address) : _random.Choose(format, random);
}

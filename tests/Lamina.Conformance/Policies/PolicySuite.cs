using Lamina.Ipc.Unicast.Policies;

namespace Lamina.Conformance.Policies;

/// <summary>What the suites of policies share: every policy of a catalogue is asked, so a new one needs no test of its own.</summary>
public abstract class PolicySuite
{
    /// <summary>The policies to ask; those that come with Lamina among them.</summary>
    protected abstract PolicyCatalogue Catalogue { get; }

    private protected static void ForEach<TPolicy>(PolicyTable<TPolicy> table, Action<string, TPolicy> fact)
        where TPolicy : class
    {
        Assert.NotEmpty(table.Names);
        foreach (string name in table.Names)
        {
            try
            {
                fact(name, table.Find(name)!);
            }
            catch (Exception failure)
            {
                throw new Xunit.Sdk.XunitException($"{table.Kind} policy '{name}': {failure.Message}", failure);
            }
        }
    }
}

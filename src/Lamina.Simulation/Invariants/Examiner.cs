using Lamina.Simulation.Networks;
using Lamina.Simulation.Reports;

namespace Lamina.Simulation.Invariants;

/// <summary>Asks the invariants of a run, and keeps the first violation.</summary>
internal sealed class Examiner(LayerNetwork network)
{
    private readonly Invariant[] _invariants = Invariant.All();

    /// <summary>The first violation; null while everything holds.</summary>
    public Violation? Violation { get; private set; }

    /// <summary>At every step.</summary>
    public void Watch() => Ask(invariant => invariant.Watch(network));

    /// <summary>At every step once everybody has joined: a network that is disturbed for too long is a violation, too.</summary>
    public void WatchSettling()
    {
        if (Violation is null && network.SettledSince is null && TrySettle() is { } missing
            && network.Network.Now - network.DisturbedAt > network.Scenario.SettleWithin)
        {
            Violation = missing;
        }
    }

    /// <summary>Notes a violation that somebody else has seen.</summary>
    public void Report(string invariant, string text) => Violation ??= new Violation(invariant, network.Network.Now, text);

    /// <summary>After shutdown.</summary>
    public void ExamineEnded() => Ask(invariant => invariant.ExamineEnded(network));

    /// <summary>Finds out whether the network is settled now; the answer is what is missing, null where nothing is.</summary>
    public Violation? TrySettle()
    {
        Violation? missing = FindMissing();
        network.SettledSince = missing is null ? network.SettledSince ?? network.Network.Now : null;
        return missing;
    }

    private Violation? FindMissing()
    {
        for (int layer = 0; layer < network.Scenario.Layers; layer++)
        {
            if (new Survey(network, layer).FindMissing() is { } missing)
            {
                return new Violation("everybody has a route to everybody", network.Network.Now, missing);
            }
        }

        foreach (Invariant invariant in _invariants)
        {
            if (invariant.ExamineSettled(network) is { } seen)
            {
                return new Violation(invariant.Name, network.Network.Now, seen);
            }
        }

        return null;
    }

    private void Ask(Func<Invariant, string?> question)
    {
        foreach (Invariant invariant in _invariants)
        {
            if (Violation is null && question(invariant) is { } seen)
            {
                Report(invariant.Name, seen);
            }
        }
    }
}

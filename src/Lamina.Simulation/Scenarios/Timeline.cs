using Lamina.Core;
using Lamina.Simulation.Networks;

namespace Lamina.Simulation.Scenarios;

/// <summary>Lets the events of a scenario happen to its network.</summary>
internal sealed class Timeline(LayerNetwork network)
{
    // A layer all of whose members have died is gone: nobody is left to enrol the others.
    private const int FewestStanding = 2;

    /// <summary>Everything that happens from now on, at its time.</summary>
    public void Plan()
    {
        Scenario scenario = network.Scenario;
        foreach (ScenarioEvent happening in scenario.Events)
        {
            network.Network.At(network.Network.Now + happening.At, _ => Happen(happening));
        }

        if (scenario.Churn is { } churn)
        {
            PlanDeath(churn, network.Network.Now + scenario.Duration - scenario.Workload.Rest);
        }
    }

    private void Happen(ScenarioEvent happening)
    {
        switch (happening.Kind)
        {
            case ScenarioEventKind.Cut:
                LinksOf(happening).ForEach(link => link.Link.IsCut = true);
                break;
            case ScenarioEventKind.Heal:
                LinksOf(happening).ForEach(link => link.Link.IsCut = false);
                break;
            case ScenarioEventKind.Change:
                LinksOf(happening).ForEach(link => link.Link.Profile = happening.Profile ?? network.Scenario.Links);
                break;
            case ScenarioEventKind.Partition:
                HashSet<Station> side = [.. MembersOf(happening, network.Stations)];
                network.Links.FindAll(link => side.Contains(link.A) != side.Contains(link.B)).ForEach(link => link.Link.IsCut = true);
                break;
            case ScenarioEventKind.Die:
                MembersOf(happening, [.. network.Alive]).ForEach(KillIfOthersStand);

                break;
            case ScenarioEventKind.Restart:
                MembersOf(happening, [.. network.Stations.Where(station => station.IsStanding)]).ForEach(station => Replace(station, happening.Layer));
                break;
            case ScenarioEventKind.Revive:
                List<Station> dead = network.Stations.FindAll(station => !station.IsAlive);
                foreach (Station station in happening.Members.Count == 0 && happening.Share == 0 ? dead : MembersOf(happening, dead))
                {
                    network.Start(station);
                }

                break;
        }

        network.Disturb();
    }

    private bool DoOthersStand(Station station) => network.Stations.Count(other => other != station && other.IsStanding) >= FewestStanding;

    private void KillIfOthersStand(Station station)
    {
        if (DoOthersStand(station))
        {
            LayerNetwork.Kill(station);
        }
    }

    private void Replace(Station station, int layer)
    {
        // Until it is back it does not stand.
        if (DoOthersStand(station))
        {
            network.Keep(new Replacing(network, station, layer).RunAsync());
        }
    }

    private List<StationLink> LinksOf(ScenarioEvent happening) => happening.Links.Count > 0
        ? network.Links.FindAll(link => happening.Links.Contains(link.Index))
        : happening.Share > 0 ? Draw(network.Links, happening.Share) : network.Links;

    private List<Station> MembersOf(ScenarioEvent happening, IReadOnlyList<Station> candidates) => happening.Share > 0
        ? Draw(candidates, happening.Share)
        : [.. candidates.Where(station => happening.Members.Contains(station.Index))];

    private List<T> Draw<T>(IReadOnlyList<T> from, double share)
    {
        T[] shuffled = [.. from];
        for (int i = 0; i < shuffled.Length; i++)
        {
            int other = i + network.Random.Next(shuffled.Length - i);
            (shuffled[i], shuffled[other]) = (shuffled[other], shuffled[i]);
        }

        return [.. shuffled.Take((int)Math.Ceiling(share * shuffled.Length))];
    }

    // The time between deaths is exponential, as where hosts die independently.
    private void PlanDeath(Churn churn, Instant end)
    {
        Instant at = network.Network.Now + Exponential(Duration.FromSeconds(60 / churn.DeathsPerMinute));
        if (at < end)
        {
            network.Network.At(at, _ => Die(churn, end));
        }
    }

    private void Die(Churn churn, Instant end)
    {
        Station[] mortal = [.. network.Stations.Where(station => station.Index > 0 && station.IsStanding)];
        if (mortal.Length > network.Stations.Count / 2)
        {
            Station station = mortal[network.Random.Next(mortal.Length)];
            LayerNetwork.Kill(station);
            network.Disturb();
            Instant back = Instant.Min(end, network.Network.Now + Exponential(churn.Absence));
            network.Network.At(back, _ =>
            {
                network.Start(station);
                network.Disturb();
            });
        }

        PlanDeath(churn, end);
    }

    private Duration Exponential(Duration mean) => Duration.FromSeconds(-Math.Log(1 - network.Random.NextDouble()) * mean.TotalSeconds);
}

using Lamina.Core;
using Lamina.Simulation.Networks;

namespace Lamina.Simulation.Workloads;

/// <summary>Who calls whom, among those that links connect.</summary>
internal static class Pairs
{
    /// <summary>Every living station of a component calls one and is called by one: a circle by chance through each component.</summary>
    public static IEnumerable<(Station From, Station To)> Everybody(LayerNetwork network, SeededRandom random)
    {
        var components = Components.Of(network);
        var left = network.Alive.ToList();
        while (left.Count > 0)
        {
            Station first = left[0];
            List<Station> circle = left.FindAll(station => components.AreTogether(first, station));
            left.RemoveAll(circle.Contains);
            Shuffle(circle, random);
            for (int i = 0; circle.Count > 1 && i < circle.Count; i++)
            {
                yield return (circle[i], circle[(i + 1) % circle.Count]);
            }
        }
    }

    /// <summary>So many pairs by chance, at most.</summary>
    public static IEnumerable<(Station From, Station To)> Some(LayerNetwork network, int count, SeededRandom random)
    {
        var components = Components.Of(network);
        Station[] alive = [.. network.Alive];
        for (int i = 0; i < count; i++)
        {
            Station from = alive[random.Next(alive.Length)];
            Station to = alive[random.Next(alive.Length)];
            if (from != to && components.AreTogether(from, to))
            {
                yield return (from, to);
            }
        }
    }

    private static void Shuffle(List<Station> stations, SeededRandom random)
    {
        for (int i = stations.Count - 1; i > 0; i--)
        {
            int other = random.Next(i + 1);
            (stations[i], stations[other]) = (stations[other], stations[i]);
        }
    }
}

namespace Lamina.Simulation.Networks;

/// <summary>Which living stations can reach each other over whole links, whatever their members know of it.</summary>
public sealed class Components
{
    private readonly int[] _component;

    private Components(int[] component, int[] sizes)
    {
        _component = component;
        Sizes = sizes;
    }

    /// <summary>Stations in each component.</summary>
    public IReadOnlyList<int> Sizes { get; }

    /// <summary>Looks at a network as it is now.</summary>
    public static Components Of(LayerNetwork network)
    {
        int[] component = new int[network.Stations.Count];
        Array.Fill(component, -1);
        var sizes = new List<int>();
        var open = new Stack<Station>();
        foreach (Station start in network.Alive)
        {
            if (component[start.Index] >= 0)
            {
                continue;
            }

            component[start.Index] = sizes.Count;
            sizes.Add(0);
            open.Push(start);
            while (open.TryPop(out Station? station))
            {
                sizes[^1]++;
                foreach (StationLink link in station.Links)
                {
                    Station other = link.Other(station);
                    if (link.IsWhole && component[other.Index] < 0)
                    {
                        component[other.Index] = sizes.Count - 1;
                        open.Push(other);
                    }
                }
            }
        }

        return new Components(component, [.. sizes]);
    }

    /// <summary>True where two living stations can reach each other.</summary>
    public bool AreTogether(Station a, Station b) => _component[a.Index] >= 0 && _component[a.Index] == _component[b.Index];

    /// <summary>Stations that a living station can reach, itself included.</summary>
    public int SizeOf(Station station) => Sizes[_component[station.Index]];
}

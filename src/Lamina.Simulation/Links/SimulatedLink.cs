namespace Lamina.Simulation.Links;

/// <summary>A link between two UDP ports.</summary>
public sealed class SimulatedLink
{
    internal SimulatedLink(SimulatedNetwork network, SimulatedDatagramPort a, SimulatedDatagramPort b, LinkProfile profile)
    {
        Profile = profile;
        Forth = new LinkDirection(network, this, a, b);
        Back = new LinkDirection(network, this, b, a);
        a.Attach(b.Local, Forth);
        b.Attach(a.Local, Back);
    }

    /// <summary>How it behaves; may change while it runs.</summary>
    public LinkProfile Profile { get; set; }

    /// <summary>True while nothing passes.</summary>
    public bool IsCut { get; set; }

    /// <summary>What happened from the first port to the second.</summary>
    public LinkCounters ForthCounters => Forth.Counters;

    /// <summary>What happened from the second port to the first.</summary>
    public LinkCounters BackCounters => Back.Counters;

    internal LinkDirection Forth { get; }

    internal LinkDirection Back { get; }
}

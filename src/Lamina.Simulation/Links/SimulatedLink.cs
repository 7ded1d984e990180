using Lamina.Core;
using Lamina.Ipc.Udp.Impairment;

namespace Lamina.Simulation.Links;

/// <summary>A link between two UDP ports.</summary>
public sealed class SimulatedLink
{
    private readonly SimulatedNetwork _network;
    private LinkProfile _profile;
    private Instant _since;

    internal SimulatedLink(SimulatedNetwork network, SimulatedDatagramPort a, SimulatedDatagramPort b, LinkProfile profile)
    {
        _network = network;
        _profile = profile;
        _since = network.Now;
        Forth = new LinkDirection(network, this, a, b);
        Back = new LinkDirection(network, this, b, a);
        a.Attach(b.Local, Forth);
        b.Attach(a.Local, Back);
    }

    /// <summary>How it behaves; may change while it runs.</summary>
    public LinkProfile Profile
    {
        get => _profile;
        set
        {
            _profile = value;
            _since = _network.Now;
        }
    }

    /// <summary>True while nothing passes.</summary>
    public bool IsCut { get; set; }

    /// <summary>What happened from the first port to the second.</summary>
    public FateCounters ForthCounters => Forth.Counters;

    /// <summary>What happened from the second port to the first.</summary>
    public FateCounters BackCounters => Back.Counters;

    internal LinkDirection Forth { get; }

    internal LinkDirection Back { get; }

    internal bool IsDownAt(Instant now) => IsCut || (_profile.Outage is { } outage && outage.IsDown(now - _since));
}

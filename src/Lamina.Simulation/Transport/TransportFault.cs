namespace Lamina.Simulation.Transport;

/// <summary>What is wrong with the long link of a cell besides independent loss.</summary>
public enum TransportFault
{
    /// <summary>Nothing.</summary>
    Clean,

    /// <summary>2 % of the datagrams take up to half a round trip longer.</summary>
    Reordering,

    /// <summary>2 % come twice, the second up to half a round trip later.</summary>
    Duplication,

    /// <summary>0.5 % have one bit turned over.</summary>
    Corruption,

    /// <summary>Bursts of five datagrams on average, 1 % in all (Gilbert-Elliott).</summary>
    Bursts,

    /// <summary>Nothing passes for 2 s, once, from when two fifths of the messages have come.</summary>
    BlackHole,
}

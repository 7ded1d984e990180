namespace Lamina.Ipc.Unicast.Adjacencies;

/// <summary>Whether a flow to a neighbour carries packets.</summary>
public enum AdjacencyState
{
    /// <summary>It is being connected, for the first time or again.</summary>
    Connecting,

    /// <summary>It carries packets.</summary>
    Up,

    /// <summary>It exists, and carries nothing for now.</summary>
    Down,

    /// <summary>Its other end does not answer for the moment: packets go another way where there is one.</summary>
    Silent,
}

using Lamina.Core;

namespace Lamina.Protocols.Routing;

/// <summary>What link state flooding needs of its member. A message to a neighbour comes whole, in order, or its flow is lost.</summary>
public interface ILinkStateUser
{
    /// <summary>Sends link states to a neighbour.</summary>
    void SendStates(Address neighbour, IReadOnlyList<LinkState> states, Instant now);

    /// <summary>Sends a neighbour what is known here.</summary>
    void SendSummary(Address neighbour, LinkStateSummary summary);

    /// <summary>The layer's links are others now, or members came or went.</summary>
    /// <param name="isNear">True where a link of this member is concerned.</param>
    /// <param name="now">The present.</param>
    void HandleGraphChanged(bool isNear, Instant now);

    /// <summary>A member has said that it leaves.</summary>
    void HandleMemberLeft(Address member, Instant now);
}

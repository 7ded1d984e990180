using Lamina.Core;

namespace Lamina.Ipc.Unicast.Adjacencies;

/// <summary>Who follows the adjacencies: routing.</summary>
internal interface IAdjacencyUser
{
    /// <summary>A neighbour came, went, or has other flows now. Called inside inputs: only note it.</summary>
    void HandleAdjacenciesChanged();

    /// <summary>A neighbour can be reached, or cannot any more, for people.</summary>
    void HandleReachable(Neighbour neighbour, bool isReachable, string why);

    /// <summary>A data flow takes packets again.</summary>
    void HandleWritable(Instant now);

    /// <summary>A management flow is open.</summary>
    void HandleManagementUp(ManagementLink link, Instant now);

    /// <summary>A message came over a management flow.</summary>
    void HandleManagementMessage(ManagementLink link, ReadOnlySpan<byte> message, Instant now);
}

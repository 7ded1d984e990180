using Lamina.Core;

namespace Lamina.Node;

/// <summary>The clock of a driver. Machines never see it: they are told the time.</summary>
public interface IClock
{
    /// <summary>Now. Never goes back.</summary>
    Instant Now { get; }
}

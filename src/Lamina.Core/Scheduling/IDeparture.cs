namespace Lamina.Core;

/// <summary>Has gathered what machines sent, and lets it go.</summary>
public interface IDeparture
{
    /// <summary>Lets go of what it has, unless that may wait for company and does.</summary>
    /// <param name="mayWait">More is likely to come within microseconds, and somebody calls again if it does not.</param>
    /// <param name="now">The time of the turn that ends.</param>
    /// <returns>True: nothing is left.</returns>
    bool TryDepart(bool mayWait, Instant now);
}

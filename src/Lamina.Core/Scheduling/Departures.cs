namespace Lamina.Core;

/// <summary>
/// What was gathered on its way out of a domain. It leaves at the end of a turn, when all that the turn posted has run, or waits for
/// the next turn's company where the driver allows it.
/// </summary>
public sealed class Departures
{
    private readonly List<IDeparture> _waiting = [];

    /// <summary>True when nothing waits.</summary>
    public bool IsEmpty => _waiting.Count == 0;

    /// <summary>Waits from now on; once, until it has departed.</summary>
    public void Add(IDeparture departure) => _waiting.Add(departure);

    /// <summary>Calls all that wait, once.</summary>
    /// <param name="mayWait">See <see cref="IDeparture.TryDepart"/>.</param>
    /// <param name="now">The time of the turn that ends.</param>
    /// <returns>True when nothing is left.</returns>
    public bool Run(bool mayWait, Instant now)
    {
        int kept = 0;
        for (int i = 0; i < _waiting.Count; i++)
        {
            if (!_waiting[i].TryDepart(mayWait, now))
            {
                _waiting[kept++] = _waiting[i];
            }
        }

        _waiting.RemoveRange(kept, _waiting.Count - kept);
        return kept == 0;
    }
}

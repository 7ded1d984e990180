using Lamina.Core;
using Lamina.Security.Cookies;

namespace Lamina.Protocols.Allocation.Strangers;

/// <summary>
/// So much a second of what is done for sources that are real. Half of it is kept for those within their share; the other half is anybody's.
/// </summary>
public sealed class SourceGate(IRandomSource random, StrangerSettings settings)
{
    private Allowance _kept = new(settings.PerSecond / 2, settings.PerSecond / 2);
    private Allowance _spare = new(settings.PerSecond / 2, settings.PerSecond / 2);
    private SourceShares? _shares;

    internal SourceShares Shares => _shares ??= new SourceShares(random, settings.ShareAtOnce, settings.SharePerSecond);

    /// <summary>Takes one for a source that is known by a number only; 0, which is nobody's, always may.</summary>
    public bool TryTake(ulong source, Instant now) =>
        source == 0 || TryTake(Shares.PlaceOf(new RemoteSource(source, 0, 0)), now);

    internal bool TryTake(int place, Instant now) => (Shares.TryTake(place, now) && _kept.TryTake(now)) || _spare.TryTake(now);
}

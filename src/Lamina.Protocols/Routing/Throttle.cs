using Lamina.Core;

namespace Lamina.Protocols.Routing;

/// <summary>
/// Lets something happen soon when it is rare, and less and less often while it keeps being wanted (as the SPF delay of
/// RFC 8405). After a calm of two pauses it begins anew.
/// </summary>
internal sealed class Throttle
{
    private readonly Duration _first;
    private readonly Duration _shortest;
    private readonly Duration _longest;
    private Instant _last = Instant.Zero - Duration.Forever;
    private Duration _pause;

    /// <summary>A throttle that has been calm so far.</summary>
    /// <param name="first">From the first wish to the first time.</param>
    /// <param name="shortest">The pause after the first time.</param>
    /// <param name="longest">Each pause is twice the one before, up to this.</param>
    public Throttle(Duration first, Duration shortest, Duration longest)
    {
        _first = first;
        _shortest = shortest;
        _longest = longest;
        _pause = shortest;
    }

    /// <summary>When it may happen, if it is wanted now.</summary>
    public Instant Next(Instant now) => Instant.Max(now + _first, _last + _pause);

    /// <summary>It happens now.</summary>
    public void HandleRun(Instant now)
    {
        bool isCalm = now >= _last + (_pause * 2);
        _pause = isCalm ? _shortest : Duration.Min(_pause * 2, _longest);
        _last = now;
    }
}

using Lamina.Core;
using Lamina.Security.Cookies;

namespace Lamina.Protocols.Allocation.Strangers;

/// <summary>
/// Who may cost something. Few strangers are taken as they come; of many each first shows that it hears what is sent to it, by a cookie,
/// of which nothing is kept. Real sources have shares: what nobody needs may be used by anybody, and no more.
/// </summary>
internal sealed class StrangerGate(MachineContext context, StrangerSettings settings, int maxPending)
{
    // Below, a share is not worth being called one.
    private const int LeastPendingShare = 16;

    private readonly SourceCookies _cookies = new(context.Random);
    private Allowance _unproven = new(settings.UnprovenPerSecond, settings.UnprovenPerSecond);
    private readonly SourceGate _real = new(context.Random, settings);

    /// <summary>Flows whose requesters have not shown that they hear.</summary>
    public int Unproven { get; set; }

    /// <summary>Looks at a request.</summary>
    /// <param name="source">Where it says that it comes from.</param>
    /// <param name="cookie">What it shows; empty: nothing.</param>
    /// <param name="pending">Flows that are not confirmed.</param>
    /// <param name="now">The present.</param>
    /// <param name="place">Where a real source's share is; -1 of others.</param>
    public StrangerVerdict Judge(in RemoteSource source, ReadOnlySpan<byte> cookie, int pending, Instant now, out int place)
    {
        place = -1;
        if (!IsProven(source, cookie, now))
        {
            return Unproven < settings.MaxUnproven && _unproven.TryTake(now) ? StrangerVerdict.Unproven : StrangerVerdict.AskCookie;
        }

        place = _real.Shares.PlaceOf(source);
        bool isCrowded = pending >= maxPending / 2 && _real.Shares.PendingOf(place) >= Math.Max(LeastPendingShare, maxPending / 8);
        return !isCrowded && _real.TryTake(place, now) ? StrangerVerdict.Proven : StrangerVerdict.Later;
    }

    /// <summary>True where a source has shown that it hears what is sent to it.</summary>
    public bool IsProven(in RemoteSource source, ReadOnlySpan<byte> cookie, Instant now) =>
        !cookie.IsEmpty && _cookies.IsValid(source, cookie, now);

    /// <summary>The cookie for a source, which is sent there and nowhere else.</summary>
    public void WriteCookie(in RemoteSource source, Instant now, Span<byte> target) => _cookies.Write(source, now, target);

    /// <summary>A flow of a real source begins, and is not confirmed.</summary>
    public void Enter(int place) => _real.Shares.Enter(place);

    /// <summary>It is now, or has ended.</summary>
    public void Leave(int place) => _real.Shares.Leave(place);
}

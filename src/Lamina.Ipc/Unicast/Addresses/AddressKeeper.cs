using Lamina.Core;

namespace Lamina.Ipc.Unicast.Addresses;

/// <summary>
/// What a member does when another one speaks under its address. Of two owners the one with the higher instance keeps it:
/// both see that alike, without talk, clock or memory. The other takes a new address, at once where that is rare;
/// where changes follow each other within a minute they pause, 0.2 s and then twice as long up to 10 s, so that a layer with more members
/// than addresses does not spend itself on changes.
/// </summary>
internal sealed class AddressKeeper(MachineContext context, IAddressUser user) : ITimed
{
    private static readonly Duration FirstPause = Duration.FromMilliseconds(200);
    private static readonly Duration LongestPause = Duration.FromSeconds(10);
    private static readonly Duration Calm = Duration.FromSeconds(60);

    private MachineTimer? _timer;
    private Duration _pause = Duration.Zero;
    private Instant _calm = Instant.Zero;
    private bool _isWaiting;

    /// <summary>How often the address was lost.</summary>
    public long Changes { get; private set; }

    /// <summary>Decides between this member and another owner of its address.</summary>
    /// <returns>True where this member keeps it.</returns>
    public bool TryKeep(ulong own, ulong foreign, Instant now)
    {
        if (own > foreign)
        {
            return true;
        }

        if (!_isWaiting)
        {
            _isWaiting = true;
            _pause = now >= _calm ? Duration.Zero : Duration.Min(Duration.Max(_pause * 2, FirstPause), LongestPause);

            // Through the timer even where it is due now: the address is never changed inside an input.
            (_timer ??= new MachineTimer(context.Timers, this)).Set(now + _pause);
        }

        return false;
    }

    /// <inheritdoc/>
    public void HandleTimeout(Instant now)
    {
        if (_isWaiting)
        {
            _isWaiting = false;
            _calm = now + Calm;
            Changes++;
            user.ChangeAddress(now);
        }
    }

    public void Shutdown()
    {
        _isWaiting = false;
        _timer?.Remove();
    }
}

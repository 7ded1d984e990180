using Lamina.Core;

namespace Lamina.Node.Ownership;

/// <summary>
/// How much of others' work one owner does before it hands over to the loop: 64 pieces or 50 us, whichever comes first.
/// Without the bound, a sender that came to send one packet could carry everybody's for ever.
/// </summary>
internal struct Budget
{
    public const int MaxPieces = 64;
    public static readonly Duration MaxTime = Duration.FromMicroseconds(50);

    private int _pieces;
    private Instant _end;

    public readonly bool IsSpent => _pieces >= MaxPieces;

    /// <summary>The time starts with the first piece, so that an empty inbox costs no look at the clock.</summary>
    public Instant Start(IClock clock)
    {
        var now = clock.Now;
        if (_pieces == 0)
        {
            _end = now + MaxTime;
        }

        return now;
    }

    public void Spend(Instant now)
    {
        _pieces++;
        if (now >= _end)
        {
            _pieces = MaxPieces;
        }
    }
}

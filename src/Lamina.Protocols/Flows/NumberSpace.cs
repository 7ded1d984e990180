using Lamina.Core;

namespace Lamina.Protocols.Flows;

/// <summary>
/// Keeps the numbers of a run from meeting themselves: of all that were given out while a packet can still exist, there are
/// never more than a quarter of the number space (2^30 of 2^32). Counted in blocks of 2^28: a block is entered only when the
/// one before its last three was left long enough ago. At MPL + A + R of a minute that is 13 million packets a second.
/// </summary>
/// <param name="lifetime">The longest life of a number: MPL + A + R.</param>
internal sealed class NumberSpace(Duration lifetime)
{
    private const int BlockBits = 28;
    private const int Blocks = 4;

    // When the last blocks were entered, by their number.
    private readonly Instant[] _entered = new Instant[Blocks];
    private long _taken;

    /// <summary>A run begins, with nothing of an earlier one left.</summary>
    public void BeginRun() => _taken = 0;

    /// <summary>How many numbers may be given out now.</summary>
    public int Allowed(Instant now)
    {
        long block = _taken >> BlockBits;
        int left = (1 << BlockBits) - (int)(_taken & ((1 << BlockBits) - 1));

        // At its border the block is not entered yet: what was given out before the one three back was entered must be gone.
        bool isAtBorder = left == 1 << BlockBits;
        return isAtBorder && block >= Blocks && now - _entered[(block - Blocks + 1) % Blocks] <= lifetime ? 0 : left;
    }

    /// <summary>So many, at most what was allowed, are given out.</summary>
    public void Take(int count, Instant now)
    {
        if ((_taken & ((1 << BlockBits) - 1)) == 0)
        {
            _entered[(_taken >> BlockBits) % Blocks] = now;
        }

        _taken += count;
    }
}

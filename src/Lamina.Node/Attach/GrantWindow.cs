using Lamina.Wire.Attach;

namespace Lamina.Node.Attach;

/// <summary>
/// How much of one flow may be on its way from a program to the layer: in the ring, or held. Only numbers; sizes itself as Linux's
/// byte queue limits do, see docs/design/ATTACH-CREDIT.md.
/// </summary>
internal sealed class GrantWindow
{
    /// <summary>What a window may grow to.</summary>
    public const int Largest = 2 << 20;

    private const int Usual = 32 * 1024;

    private readonly int _packet;
    private uint _limit;
    private uint _arrived;
    private uint _roundBegan;
    private int _leastHeld = int.MaxValue;

    /// <summary>A window whose first grant is <see cref="Limit"/>.</summary>
    /// <param name="packet">Charge of the longest packet: less than that is no credit.</param>
    /// <param name="share">What this flow should begin with at most; it gets two packets at least.</param>
    public GrantWindow(int packet, int share)
    {
        _packet = packet;
        Size = Math.Max(2 * packet, Math.Min(Usual, share));
        _limit = (uint)Size;
    }

    /// <summary>What may be on its way at once, as it is charged.</summary>
    public int Size { get; private set; }

    /// <summary>What the program may have sent in all; modulo 2^32.</summary>
    public uint Limit => _limit;

    /// <summary>Granted, and not come yet. Below zero: it came beyond its limit, as far as it may.</summary>
    public int Outstanding => unchecked((int)(_limit - _arrived));

    /// <summary>True where the program has no credit left: it cannot send until more is granted.</summary>
    public bool IsUsedUp => Outstanding < _packet;

    /// <summary>Packets came.</summary>
    /// <returns>False: they are further beyond the limit than may be. They count: the program counts them as sent, and both grant and spend by the same sum.</returns>
    public bool TryTake(int charge)
    {
        unchecked
        {
            _arrived += (uint)charge;
        }

        return Outstanding >= -AttachCredit.MostOwed;
    }

    /// <summary>Packets came, or went on to the layer: there may be something to grant.</summary>
    /// <param name="held">Charge of what waits for the layer.</param>
    /// <param name="isHungry">Nothing waits, the program has no credit, and the layer would take more.</param>
    /// <param name="most">What memory allows the window to grow to.</param>
    /// <returns>True: <see cref="Limit"/> is new.</returns>
    public bool TryGrant(int held, bool isHungry, int most)
    {
        _leastHeld = Math.Min(_leastHeld, held);
        uint gone = unchecked(_arrived - (uint)held);
        if (isHungry)
        {
            Size = Math.Max(Size, Math.Min(2 * Size, most));
            (_roundBegan, _leastHeld) = (gone, int.MaxValue);
        }
        else if (unchecked((int)(gone - _roundBegan)) >= Size)
        {
            // What was never sent during a whole window was not needed to keep the layer busy.
            Size = Math.Max(2 * _packet, Size - _leastHeld);
            (_roundBegan, _leastHeld) = (gone, int.MaxValue);
        }

        int due = Size - held - Outstanding;
        if (due < Size / 2)
        {
            return false;
        }

        unchecked
        {
            _limit += (uint)due;
        }

        return true;
    }
}

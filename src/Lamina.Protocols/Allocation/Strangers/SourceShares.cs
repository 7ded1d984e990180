using Lamina.Core;
using Lamina.Security.Cookies;

namespace Lamina.Protocols.Allocation.Strangers;

/// <summary>
/// What each source that is proven real has taken of late, and how many of its flows are not confirmed. A table of fixed size, by a hash whose
/// key nobody knows: sources that meet in one place share what one of them may have.
/// </summary>
internal sealed class SourceShares
{
    public const int Places = 1 << Bits;

    private const int Bits = 12;

    private readonly Instant[] _paidUntil = new Instant[Places];
    private readonly ushort[] _pending = new ushort[Places];
    private readonly UInt128 _factor;
    private readonly ulong _added;
    private readonly Duration _interval;
    private readonly Duration _room;

    public SourceShares(IRandomSource random, int burst, int perSecond)
    {
        // Multiply and shift: odd, and as long as what it multiplies.
        _factor = new UInt128(random.NextUInt64(), random.NextUInt64() | 1);
        _added = random.NextUInt64();
        _interval = Allowance.Interval(perSecond);
        _room = _interval * burst;
    }

    public int PlaceOf(in RemoteSource source) => (int)((((source.Owner * _factor) + _added) >> (128 - Bits)) & (Places - 1));

    /// <summary>True where a source is within its share.</summary>
    public bool TryTake(int place, Instant now) => Allowance.TryTake(ref _paidUntil[place], _interval, _room, now);

    public int PendingOf(int place) => _pending[place];

    public void Enter(int place) => _pending[place]++;

    public void Leave(int place) => _pending[place]--;
}

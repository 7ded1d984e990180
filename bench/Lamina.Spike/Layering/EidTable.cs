namespace Lamina.Spike.Layering;

/// <summary>EID to who gets the packets. EIDs are random, so their low bits are hash enough; open addressing, never full.</summary>
internal sealed class EidTable
{
    private const int Size = 1024;

    private readonly ulong[] _keys = new ulong[Size];
    private readonly IUpper?[] _values = new IUpper?[Size];

    public void Add(ulong eid, IUpper upper)
    {
        var at = (int)(eid % Size);
        while (_values[at] != null)
        {
            at = (at + 1) % Size;
        }

        _keys[at] = eid;
        _values[at] = upper;
    }

    public IUpper? Find(ulong eid)
    {
        for (var at = (int)(eid % Size); _values[at] is { } upper; at = (at + 1) % Size)
        {
            if (_keys[at] == eid)
            {
                return upper;
            }
        }
        return null;
    }
}

namespace Lamina.Ipc.Udp.Paths;

/// <summary>
/// Which rung of <see cref="PathSizes.Ladder"/> is the highest that a path carries: says what to ask next, and is told the answers.
/// Asks for the top first, which nearly every path carries; then for the base, for a peer that is silent is not a small path;
/// then halves what is left.
/// </summary>
internal sealed class PathSearch
{
    private const int None = -1;

    private int _confirmed = None;
    private int _refused = PathSizes.Ladder.Length;

    /// <summary>A search of a path of which nothing is known.</summary>
    public PathSearch()
    {
    }

    /// <summary>A search for more than what is known.</summary>
    /// <param name="sure">A size of the ladder that the path carries.</param>
    public PathSearch(int sure) => _confirmed = PathSizes.Ladder.IndexOf(sure);

    /// <summary>True when nothing is left to ask.</summary>
    public bool IsOver => _confirmed + 1 >= _refused;

    /// <summary>True where not even the base was answered.</summary>
    public bool IsSilent => _refused == 0;

    /// <summary>The longest confirmed size; 0 where there is none.</summary>
    public int Confirmed => _confirmed == None ? 0 : PathSizes.Ladder[_confirmed];

    /// <summary>The size to ask for. Only while it is not over.</summary>
    public int Next => PathSizes.Ladder[NextRung];

    private int NextRung =>
        _refused == PathSizes.Ladder.Length ? _refused - 1
        : _confirmed == None ? 0
        : (_confirmed + _refused) / 2;

    /// <summary>A datagram of this size arrived, whatever was concluded from its silence.</summary>
    public void Confirm(int size)
    {
        int rung = PathSizes.Ladder.IndexOf(size);
        _confirmed = Math.Max(_confirmed, rung);
        if (_refused <= _confirmed)
        {
            _refused = _confirmed + 1;
        }
    }

    /// <summary>No datagram of this size arrives.</summary>
    public void Refuse(int size) => _refused = Math.Min(_refused, PathSizes.Ladder.IndexOf(size));
}

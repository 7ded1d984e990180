namespace Lamina.Node.Driving;

/// <summary>Whether looking out pays: after a look-out in vain so many waits go without, twice as many each time, up to 64.</summary>
internal sealed class LookHabit
{
    private const int MostDoublings = 6;

    private int _vain;
    private int _left;

    /// <summary>A wait begins; says whether it is to look out first.</summary>
    public bool Begin()
    {
        if (_left == 0)
        {
            return true;
        }

        _left--;
        return false;
    }

    /// <summary>A look-out has ended.</summary>
    /// <param name="hasFound">It was not in vain.</param>
    public void End(bool hasFound)
    {
        _vain = hasFound ? 0 : Math.Min(_vain + 1, MostDoublings);
        _left = hasFound ? 0 : 1 << _vain;
    }
}

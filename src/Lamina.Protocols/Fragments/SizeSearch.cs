namespace Lamina.Protocols.Fragments;

/// <summary>
/// Looks for the longest packet that a path carries: says what to ask next, and is told the answers. Asks for the top first, which nearly
/// every path carries, then halves what is left.
/// </summary>
/// <param name="confirmed">A length that is carried.</param>
/// <param name="top">The longest of interest; not below <paramref name="confirmed"/>.</param>
public sealed class SizeSearch(int confirmed, int top)
{
    /// <summary>What is left to find is not worth more questions below so many bytes.</summary>
    public const int Step = 16;

    // The shortest length that is not carried, as far as was told.
    private int _refused = top + 1;

    /// <summary>The longest length that is known to be carried.</summary>
    public int Confirmed { get; private set; } = confirmed;

    /// <summary>The length to ask for; only while it is not over.</summary>
    public int Next => _refused > top ? top : (Confirmed + _refused) / 2;

    /// <summary>True when nothing is left to ask.</summary>
    public bool IsOver => Confirmed >= top || (_refused <= top && _refused - Confirmed <= Step);

    /// <summary>A packet of this length came through, whatever was concluded from silence.</summary>
    public void Confirm(int length)
    {
        Confirmed = Math.Max(Confirmed, Math.Min(length, top));
        if (_refused <= Confirmed)
        {
            // The path has grown, or is slow: what was refused is not known any more.
            _refused = top + 1;
        }
    }

    /// <summary>No packet of this length comes through.</summary>
    public void Refuse(int length) => _refused = Math.Min(_refused, Math.Max(length, Confirmed + 1));
}

using Lamina.Core;

namespace Lamina.Protocols.Flows;

/// <summary>
/// A queue of held trains that can be cut at its end. Entries are numbered from the flow's beginning on. While it is empty it has no array.
/// </summary>
internal sealed class SliceRing(ArrayShelf<Train> shelf)
{
    private Train[] _items = [];
    private long _firstNumber;
    private int _count;

    /// <summary>Entries.</summary>
    public int Count => _count;

    /// <summary>The number that the next entry will have.</summary>
    public long NextNumber => _firstNumber + _count;

    /// <summary>The oldest, in place; only while there is one.</summary>
    public ref Train First => ref At(_firstNumber);

    /// <summary>An entry by its number, in place; only while it is there. The array's length is a power of two.</summary>
    public ref Train At(long number) => ref _items[(int)(number & (_items.Length - 1))];

    /// <summary>Takes a train with its reference.</summary>
    public void Add(in Train train)
    {
        if (_count == _items.Length)
        {
            Grow();
        }

        _count++;
        At(NextNumber - 1) = train;
    }

    /// <summary>Releases the oldest.</summary>
    public void RemoveFirst()
    {
        First.Buffer.Release();
        First = default;
        _firstNumber++;
        _count--;
        RestIfEmpty();
    }

    /// <summary>Releases everything from a segment of an entry on.</summary>
    public void CutFrom(long number, int segment)
    {
        while (NextNumber > number)
        {
            ref Train last = ref At(NextNumber - 1);
            if (NextNumber - 1 == number && segment > 0)
            {
                last = last.Slice(0, segment);
                return;
            }

            last.Buffer.Release();
            last = default;
            _count--;
        }

        RestIfEmpty();
    }

    /// <summary>Releases everything.</summary>
    public void Clear()
    {
        while (_count > 0)
        {
            RemoveFirst();
        }
    }

    private void RestIfEmpty()
    {
        if (_count == 0)
        {
            shelf.Give(_items);
            _items = [];
        }
    }

    private void Grow()
    {
        Train[] larger = shelf.Take(_items.Length * 2);
        for (long number = _firstNumber; number < NextNumber; number++)
        {
            ref Train item = ref At(number);
            larger[(int)(number & (larger.Length - 1))] = item;
            item = default;
        }

        shelf.Give(_items);
        _items = larger;
    }
}

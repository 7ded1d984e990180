using Lamina.Bearers.Rings;

namespace Lamina.Node.Ownership;

/// <summary>Completions in the order in which they were asked for, linked through themselves.</summary>
internal struct CompletionList
{
    private Completion? _first;
    private Completion? _last;

    public readonly bool IsEmpty => _first is null;

    public void Add(Completion completion)
    {
        if (_last is null)
        {
            _first = completion;
        }
        else
        {
            _last.Next = completion;
        }

        _last = completion;
    }

    /// <summary>Moves everything from another list behind this one.</summary>
    public void Take(ref CompletionList other)
    {
        if (other._first is null)
        {
            return;
        }

        if (_last is null)
        {
            _first = other._first;
        }
        else
        {
            _last.Next = other._first;
        }

        _last = other._last;
        other = default;
    }

    public bool TryRemove<TStep>(out Completion completion)
        where TStep : struct, IStepper
    {
        completion = _first!;
        if (_first is null)
        {
            return false;
        }

        _first = completion.Next;
        if (_first is null)
        {
            _last = null;
        }
        // The link is ours until the flag is down: unlink first.
        completion.Next = null;
        completion.Unqueue<TStep>();
        return true;
    }
}

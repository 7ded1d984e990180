using Lamina.Core;

namespace Lamina.Flows;

/// <summary>One call of a kind at a time, and how long it waits. What a call that waits needs besides is made when one does.</summary>
internal struct CallGate
{
    private const int Free = 0;
    private const int InUse = 1;
    private const int Tidied = 2;

    private long _patience = Duration.Forever.Nanoseconds;
    private int _state;

    public CallGate()
    {
    }

    /// <summary>The longest wait of a call; <see cref="Duration.Forever"/> by default. Any thread; counts from the next call.</summary>
    public Duration Patience
    {
        get => new(Volatile.Read(ref _patience));
        set => Volatile.Write(ref _patience, value.Nanoseconds);
    }

    /// <summary>No call is under way, a moment ago.</summary>
    public readonly bool IsFree => Volatile.Read(in _state) == Free;

    /// <summary>Takes it for one call.</summary>
    /// <exception cref="InvalidOperationException">The last call of this kind has not ended.</exception>
    public void Take()
    {
        var spin = default(SpinWait);
        while (Interlocked.CompareExchange(ref _state, InUse, Free) is not Free and var state)
        {
            if (state == InUse)
            {
                throw new InvalidOperationException("a flow takes one read and one write at a time");
            }

            spin.SpinOnce();
        }
    }

    /// <summary>Takes it for a moment, to put away what calls waited with: a call that begins meanwhile waits. False: one is under way.</summary>
    public bool TryTakeToTidy() => Interlocked.CompareExchange(ref _state, Tidied, Free) == Free;

    /// <summary>Gives it back.</summary>
    public void GiveBack() => Volatile.Write(ref _state, Free);
}

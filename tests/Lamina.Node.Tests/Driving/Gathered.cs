using Lamina.Core;

namespace Lamina.Node.Tests.Driving;

/// <summary>Waits whenever it may, and counts.</summary>
internal sealed class Gathered : IDeparture
{
    private bool _departs;
    private int _kept;

    /// <summary>Times that it waited.</summary>
    public int Kept => Volatile.Read(ref _kept);

    /// <summary>Ends when it has left, having waited.</summary>
    public TaskCompletionSource Gone { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>A turn has sent something. Only inside.</summary>
    public void AddTo(MachineContext domain)
    {
        if (!_departs)
        {
            _departs = true;
            domain.Departures.Add(this);
        }
    }

    public bool TryDepart(bool mayWait, Instant now)
    {
        _departs = mayWait;
        if (mayWait)
        {
            Interlocked.Increment(ref _kept);
        }
        else if (_kept > 0)
        {
            Gone.TrySetResult();
        }

        return !mayWait;
    }
}

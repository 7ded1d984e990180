using Lamina.Core;
using Lamina.Wire.Attach;

namespace Lamina.Node.Attach.Direct;

/// <summary>Tells the daemon what flows carried past it: once a second, of those that moved. No timer runs where nothing moves.</summary>
internal sealed class TrafficReports : ITimed
{
    private static readonly Duration Interval = Duration.FromSeconds(1);

    private readonly Action<AttachTraffic, Instant> _send;
    private readonly Func<bool> _hasRoom;
    private readonly List<PassedTraffic> _moved = [];
    private readonly MachineTimer _timer;

    public TrafficReports(TimerQueue timers, Func<bool> hasRoom, Action<AttachTraffic, Instant> send)
    {
        (_send, _hasRoom) = (send, hasRoom);
        _timer = new MachineTimer(timers, this);
    }

    public void Add(PassedTraffic traffic, Instant now)
    {
        if (_moved.Count == 0)
        {
            _timer.Set(now + Interval);
        }

        _moved.Add(traffic);
    }

    /// <summary>A flow ends: its last word.</summary>
    public void Finish(PassedTraffic traffic, Instant now)
    {
        if (traffic.IsMoved)
        {
            _moved.Remove(traffic);
            _send(traffic.Take(), now);
        }
    }

    public void HandleTimeout(Instant now)
    {
        // Who sends may find that the daemon has gone, and clear all of it.
        while (_moved.Count > 0 && _hasRoom())
        {
            PassedTraffic traffic = _moved[^1];
            _moved.RemoveAt(_moved.Count - 1);
            _send(traffic.Take(), now);
        }

        if (_moved.Count > 0)
        {
            _timer.Set(now + Interval);
        }
    }

    /// <summary>Nobody is there to hear it. A flow that moves again is told of again: there may be a successor by then.</summary>
    public void Clear()
    {
        _moved.ForEach(static traffic => traffic.Take());
        _moved.Clear();
        _timer.Stop();
    }

    /// <summary>Ends for good.</summary>
    public void Remove() => _timer.Remove();
}

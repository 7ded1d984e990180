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
        int count = 0;
        while (count < _moved.Count && _hasRoom())
        {
            _send(_moved[count++].Take(), now);
        }

        _moved.RemoveRange(0, count);
        if (_moved.Count > 0)
        {
            _timer.Set(now + Interval);
        }
    }

    /// <summary>Nobody is there to hear it.</summary>
    public void Clear()
    {
        _moved.Clear();
        _timer.Stop();
    }

    /// <summary>Ends for good.</summary>
    public void Remove() => _timer.Remove();
}

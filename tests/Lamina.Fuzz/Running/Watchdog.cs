using Lamina.Fuzz.Targets;

namespace Lamina.Fuzz.Running;

/// <summary>Looks from beside whether executions end: a loop without an end cannot be stopped, only named.</summary>
internal sealed class Watchdog : IDisposable
{
    private readonly Timer _timer;
    private readonly TimeSpan _patience;
    private readonly Action<FuzzTarget, byte[]> _hung;
    private readonly Lock _lock = new();
    private FuzzTarget? _target;
    private byte[] _input = [];
    private DateTime _begun;
    private bool _hasBitten;

    /// <summary>A watchdog.</summary>
    /// <param name="patience">The longest that an execution may take.</param>
    /// <param name="hung">Hears, once, of one that took longer; on a thread of its own.</param>
    public Watchdog(TimeSpan patience, Action<FuzzTarget, byte[]> hung)
    {
        _patience = patience;
        _hung = hung;
        _timer = new Timer(_ => Look(), null, patience / 4, patience / 4);
    }

    public void Begin(FuzzTarget target, byte[] input)
    {
        lock (_lock)
        {
            (_target, _input, _begun) = (target, input, DateTime.UtcNow);
        }
    }

    public void End()
    {
        lock (_lock)
        {
            _target = null;
        }
    }

    public void Dispose() => _timer.Dispose();

    private void Look()
    {
        (FuzzTarget Target, byte[] Input) found;
        lock (_lock)
        {
            if (_target is not { } target || _hasBitten || DateTime.UtcNow - _begun < _patience)
            {
                return;
            }

            _hasBitten = true;
            found = (target, _input);
        }

        _hung(found.Target, found.Input);
    }
}

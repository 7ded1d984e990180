namespace Lamina.Cli.Tools;

/// <summary>
/// Says once that the daemon of a stack has died and is waited for, when that takes longer than a second; and that it is back. Messages
/// only: what a tool has to say of its flows it says itself.
/// </summary>
internal sealed class AbsenceNotice : IDisposable
{
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly CliContext _context;
    private readonly NetworkStack _stack;
    private readonly ITimer _timer;
    private long _since;
    private bool _isAway;
    private bool _isSaid;
    private bool _isOver;

    public AbsenceNotice(CliContext context, NetworkStack stack)
    {
        _context = context;
        _stack = stack;
        _timer = context.Clock.CreateTimer(_ => Say(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        stack.AwayChanged += HandleChanged;
        HandleChanged(null, EventArgs.Empty);
    }

    public void Dispose()
    {
        _stack.AwayChanged -= HandleChanged;
        lock (_lock)
        {
            _isOver = true;
            _timer.Dispose();
        }
    }

    private void HandleChanged(object? sender, EventArgs e)
    {
        lock (_lock)
        {
            // Two changes at once may come in any order: what counts is how it is now.
            if (_isOver || _stack.IsAway == _isAway)
            {
                return;
            }

            _isAway = !_isAway;
            if (_isAway)
            {
                _since = _context.Clock.GetTimestamp();
                _timer.Change(Silence, Timeout.InfiniteTimeSpan);
            }
            else if (_isSaid)
            {
                _isSaid = false;
                _context.Error.WriteLine($"lamina: the daemon is back after {_context.Clock.GetElapsedTime(_since).TotalSeconds:0.0} s");
            }
        }
    }

    private void Say()
    {
        lock (_lock)
        {
            if (_isAway && !_isOver && _stack.ReturnTime > Silence)
            {
                _isSaid = true;
                _context.Error.WriteLine(
                    $"lamina: the daemon of stack '{_stack.Name}' has died; waiting for it to be started again, {_stack.ReturnTime.TotalSeconds:0.#} s at most "
                    + "(Ctrl-C ends)");
            }
        }
    }
}

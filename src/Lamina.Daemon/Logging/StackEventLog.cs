using System.Threading.Channels;
using Lamina.Core;
using Microsoft.Extensions.Logging;

namespace Lamina.Daemon.Logging;

/// <summary>
/// Writes what stacks tell. They tell on their own threads, which must not wait for whoever reads the log: there is only the
/// budget asked and a bounded channel filled; a task writes.
/// </summary>
public sealed class StackEventLog : IAsyncDisposable
{
    private static readonly int Kinds = Enum.GetValues<StackEventKind>().Length;

    private readonly ILogger _log;
    private readonly TimeProvider _clock;
    private readonly long _began;
    private readonly EventBudget _budget = new(Kinds);
    private readonly Lock _lock = new();
    private readonly Channel<(string Stack, StackEventKind Kind, string Subject, string Detail, long HeldBack)> _channel;
    private readonly Task _writing;

    /// <summary>Begins to write.</summary>
    public StackEventLog(ILogger log, TimeProvider clock)
    {
        _log = log;
        _clock = clock;
        _began = clock.GetTimestamp();
        _channel = Channel.CreateBounded<(string, StackEventKind, string, string, long)>(
            new BoundedChannelOptions(EventBudget.Burst * Kinds) { SingleReader = true });
        _writing = WriteAsync();
    }

    /// <summary>What one stack tells.</summary>
    public IStackEvents For(string stack) => new Listener(this, stack);

    /// <summary>Writes what is left.</summary>
    public async ValueTask DisposeAsync()
    {
        _channel.Writer.TryComplete();
        await _writing;
    }

    private void Handle(string stack, StackEventKind kind, string subject, string detail)
    {
        // Stacks share the budget, and each has its thread.
        lock (_lock)
        {
            if (_budget.TrySpend((int)kind, _clock.GetElapsedTime(_began), out long heldBack))
            {
                if (!_channel.Writer.TryWrite((stack, kind, subject, detail, heldBack)))
                {
                    _budget.HoldBack((int)kind, heldBack + 1);
                }
            }
        }
    }

    private async Task WriteAsync()
    {
        await foreach ((string stack, StackEventKind kind, string subject, string detail, long heldBack) in _channel.Reader.ReadAllAsync())
        {
            string more = heldBack == 0 ? "" : $" ({heldBack} more like it before)";
            Action<ILogger, string, string, string, string> write = kind switch
            {
                StackEventKind.MemberEntered => EventLog.MemberEntered,
                StackEventKind.MemberLeft => EventLog.MemberLeft,
                StackEventKind.AddressChanged => EventLog.AddressChanged,
                StackEventKind.AdjacencyUp => EventLog.AdjacencyUp,
                StackEventKind.AdjacencyDown => EventLog.AdjacencyDown,
                StackEventKind.ProgramStarted => EventLog.ProgramStarted,
                StackEventKind.ProgramFailed => EventLog.ProgramFailed,
                StackEventKind.AttachViolation => EventLog.AttachViolation,
                _ => EventLog.QueueFull,
            };
            write(_log, stack, subject, detail, more);
        }
    }

    private sealed class Listener(StackEventLog log, string stack) : IStackEvents
    {
        public void Handle(StackEventKind kind, string subject, string detail) => log.Handle(stack, kind, subject, detail);
    }
}

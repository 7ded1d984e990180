using System.Threading.Channels;
using Lamina.Core;
using Microsoft.Extensions.Logging;

namespace Lamina.Daemon.Logging;

/// <summary>
/// Writes what stacks tell. They tell on their own threads, which must not wait for whoever reads the log: there is only the
/// budget asked and a bounded channel filled; a task writes. What the budget holds back is told in one line for all kinds, a minute
/// after the first of it and every two minutes at most.
/// </summary>
public sealed class StackEventLog : IAsyncDisposable
{
    private static readonly int Kinds = Enum.GetValues<StackEventKind>().Length;
    private static readonly TimeSpan SummaryDelay = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan SummaryPause = TimeSpan.FromMinutes(2);

    private readonly ILogger _log;
    private readonly TimeProvider _clock;
    private readonly long _began;
    private readonly EventBudget _budget = new(Kinds);
    private readonly Lock _lock = new();
    private readonly Channel<(string Stack, StackEventKind Kind, string Subject, string Detail, long HeldBack)> _channel;
    private readonly Task _writing;
    private readonly string[] _lastHeldBack = new string[Kinds];
    private readonly ITimer _summary;
    private TimeSpan? _summaryAt;
    private bool _isSummaryDue;

    /// <summary>Begins to write.</summary>
    public StackEventLog(ILogger log, TimeProvider clock)
    {
        _log = log;
        _clock = clock;
        _began = clock.GetTimestamp();
        _channel = Channel.CreateBounded<(string, StackEventKind, string, string, long)>(
            new BoundedChannelOptions(EventBudget.Burst * Kinds) { SingleReader = true });
        _summary = clock.CreateTimer(_ => Summarize(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _writing = WriteAsync();
    }

    /// <summary>What one stack tells.</summary>
    public IStackEvents For(string stack) => new Listener(this, stack);

    /// <summary>Writes what is left.</summary>
    public async ValueTask DisposeAsync()
    {
        _channel.Writer.TryComplete();
        await _writing;
        await _summary.DisposeAsync();
        Summarize();
    }

    private void Handle(string stack, StackEventKind kind, string subject, string detail)
    {
        // Stacks share the budget, and each has its thread.
        lock (_lock)
        {
            TimeSpan now = _clock.GetElapsedTime(_began);
            if (_budget.TrySpend((int)kind, now, out long heldBack))
            {
                if (_channel.Writer.TryWrite((stack, kind, subject, detail, heldBack)))
                {
                    return;
                }

                _budget.HoldBack((int)kind, heldBack + 1);
            }

            _lastHeldBack[(int)kind] = $"stack {stack}: {subject} {detail}";
            if (!_isSummaryDue)
            {
                _isSummaryDue = true;
                TimeSpan pause = _summaryAt is { } last ? last + SummaryPause - now : SummaryDelay;
                _summary.Change(pause > SummaryDelay ? pause : SummaryDelay, Timeout.InfiniteTimeSpan);
            }
        }
    }

    /// <summary>Says what was held back, if it was not told with a later line of its kind.</summary>
    private void Summarize()
    {
        List<string> parts = [];
        lock (_lock)
        {
            _isSummaryDue = false;
            for (int kind = 0; kind < Kinds; kind++)
            {
                if (_budget.TakeHeldBack(kind) is > 0 and long events)
                {
                    parts.Add($"{events} more like {EventIdOf((StackEventKind)kind)} (last: {_lastHeldBack[kind]})");
                }
            }

            if (parts.Count > 0)
            {
                _summaryAt = _clock.GetElapsedTime(_began);
            }
        }

        if (parts.Count > 0)
        {
            string heldBack = string.Join("; ", parts);
            _log.HeldBack(heldBack);
        }
    }

    // The ids of EventLog follow the order of the kinds; 310 is the line about what was held back.
    private static int EventIdOf(StackEventKind kind) => kind < StackEventKind.HandshakeRefused ? 301 + (int)kind : 302 + (int)kind;

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
                StackEventKind.HandshakeRefused => EventLog.HandshakeRefused,
                StackEventKind.RevocationsChanged => EventLog.RevocationsChanged,
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

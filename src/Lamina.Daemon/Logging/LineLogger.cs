using System.Globalization;
using Microsoft.Extensions.Logging;

namespace Lamina.Daemon.Logging;

/// <summary>Writes each event as one line: time, level, id, sentence; for systemd's journal, its priority instead of time and level.</summary>
/// <param name="output">Where to.</param>
/// <param name="least">What is less important is not written.</param>
/// <param name="isJournal">True where the journal reads it, which keeps time and level itself.</param>
/// <param name="clock">The time of the lines.</param>
public sealed class LineLogger(TextWriter output, LogLevel least, bool isJournal, TimeProvider clock) : ILogger
{
    private readonly Lock _line = new();

    /// <inheritdoc/>
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    /// <inheritdoc/>
    public bool IsEnabled(LogLevel logLevel) => logLevel >= least && least != LogLevel.None;

    /// <inheritdoc/>
    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel))
        {
            return;
        }

        // One event, one line: what others say (a reason from the network, a file's name) cannot begin a new one.
        string sentence = string.Concat(formatter(state, exception).Select(letter => char.IsControl(letter) ? ' ' : letter));
        string head = isJournal
            ? $"<{PriorityOf(logLevel)}>"
            : $"{clock.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture)} {NameOf(logLevel)} ";
        lock (_line)
        {
            output.WriteLine($"{head}{eventId.Id} {sentence}");
            output.Flush();
        }
    }

    private static string NameOf(LogLevel level) => level switch
    {
        LogLevel.Information => "info",
        LogLevel.Critical => "error",
        _ => level.ToString().ToLowerInvariant(),
    };

    private static int PriorityOf(LogLevel level) => level switch
    {
        LogLevel.Critical or LogLevel.Error => 3,
        LogLevel.Warning => 4,
        LogLevel.Information => 6,
        _ => 7,
    };
}

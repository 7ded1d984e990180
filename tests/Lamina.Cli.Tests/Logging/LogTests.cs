using System.Reflection;
using System.Text.RegularExpressions;
using Lamina.Core;
using Lamina.Daemon.Logging;
using Microsoft.Extensions.Logging;

namespace Lamina.Cli.Tests.Logging;

/// <summary>Lines for people and journals, few of them.</summary>
public sealed partial class LogTests
{
    [Fact]
    public void An_event_is_one_line_whatever_is_in_it()
    {
        StringWriter output = new();
        LineLogger log = new(output, LogLevel.Information, isJournal: false, new SteppedClock());
        log.Log(LogLevel.Warning, new EventId(7), "peer says\n<0>evil\e[2J", null, (text, _) => text);
        log.Log(LogLevel.Debug, new EventId(8), "quiet", null, (text, _) => text);
        Assert.Equal("2026-01-01T00:00:00.000Z warning 7 peer says <0>evil [2J\n", output.ToString());
        StringWriter journal = new();
        new LineLogger(journal, LogLevel.Trace, isJournal: true, new SteppedClock()).Log(LogLevel.Error, new EventId(7), "x", null, (text, _) => text);
        Assert.Equal("<3>7 x\n", journal.ToString());
        Assert.False(new LineLogger(output, LogLevel.None, false, TimeProvider.System).IsEnabled(LogLevel.Critical));
    }

    [Fact]
    public async Task Whatever_others_do_there_is_one_line_a_minute_and_the_rest_is_counted()
    {
        StringWriter output = new();
        SteppedClock clock = new();
        int kinds = Enum.GetValues<StackEventKind>().Length;
        const int Minutes = 600;
        await using (StackEventLog events = new(new LineLogger(output, LogLevel.Information, false, clock), clock))
        {
            IStackEvents stack = events.For("a");
            IStackEvents other = events.For("b");
            for (int second = 0; second < Minutes * 60; second++)
            {
                clock.Now += TimeSpan.FromSeconds(1);
                foreach (StackEventKind kind in Enum.GetValues<StackEventKind>())
                {
                    (second % 2 == 0 ? stack : other).Handle(kind, "net.a", "flaps");
                }
            }
        }

        string[] lines = output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.InRange(lines.Length, 5 * kinds, Minutes + (5 * kinds));
    }

    [Fact]
    public async Task What_is_held_back_is_told_with_the_next_line_of_its_kind()
    {
        StringWriter output = new();
        SteppedClock clock = new();
        await using (StackEventLog events = new(new LineLogger(output, LogLevel.Information, false, clock), clock))
        {
            IStackEvents stack = events.For("a");
            for (int i = 0; i < 20; i++)
            {
                stack.Handle(StackEventKind.AdjacencyDown, "net.a", "neighbour net.b is gone");
            }

            clock.Now += TimeSpan.FromMinutes(10);
            stack.Handle(StackEventKind.AdjacencyDown, "net.a", "neighbour net.b is gone");
        }

        string[] lines = output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(6, lines.Length);
        Assert.EndsWith("warning 305 stack a: net.a: neighbour net.b is gone", lines[4]);
        Assert.EndsWith("warning 305 stack a: net.a: neighbour net.b is gone (15 more like it before)", lines[5]);
    }

    [Fact]
    public void Every_event_has_its_line_in_the_documentation_and_no_other()
    {
        Dictionary<int, LogLevel> code = typeof(LineLogger).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods(BindingFlags.Static | BindingFlags.Public))
            .Select(method => method.GetCustomAttribute<LoggerMessageAttribute>())
            .OfType<LoggerMessageAttribute>()
            .ToDictionary(attribute => attribute.EventId, attribute => attribute.Level);
        Dictionary<int, LogLevel> written = Row().Matches(File.ReadAllText(FindDocument()))
            .ToDictionary(row => int.Parse(row.Groups[1].Value, null), row => Enum.Parse<LogLevel>(row.Groups[2].Value, ignoreCase: true));
        Assert.NotEmpty(code);
        Assert.Equal(code.OrderBy(entry => entry.Key), written.OrderBy(entry => entry.Key));
    }

    private static string FindDocument()
    {
        DirectoryInfo? directory = new(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "Lamina.slnx")))
        {
            directory = directory.Parent;
        }

        return Path.Combine(directory!.FullName, "docs", "LOGS.md");
    }

    [GeneratedRegex(@"^\| (\d+) \| (\w+) \|", RegexOptions.Multiline)]
    private static partial Regex Row();

    private sealed class SteppedClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override DateTimeOffset GetUtcNow() => Now;

        public override long GetTimestamp() => Now.Ticks;
    }
}

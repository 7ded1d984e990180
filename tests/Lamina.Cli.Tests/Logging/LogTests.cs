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

            // A kind earns its next line in twice as many minutes as there are kinds; what is held back shortly before goes with it.
            clock.Now += TimeSpan.FromMinutes((2 * Enum.GetValues<StackEventKind>().Length) - 0.3);
            stack.Handle(StackEventKind.AdjacencyDown, "net.a", "neighbour net.b is gone");
            clock.Now += TimeSpan.FromMinutes(0.6);
            stack.Handle(StackEventKind.AdjacencyDown, "net.a", "neighbour net.b is gone");
        }

        string[] lines = output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(7, lines.Length);
        Assert.EndsWith("warning 305 stack a: net.a: neighbour net.b is gone", lines[4]);
        Assert.EndsWith("warning 305 stack a: net.a: neighbour net.b is gone (1 more like it before)", lines[6]);
    }

    [Fact]
    public async Task What_is_held_back_is_told_after_a_minute_and_then_every_two()
    {
        StringWriter output = new();
        SteppedClock clock = new();
        await using (StackEventLog events = new(new LineLogger(output, LogLevel.Information, false, clock), clock))
        {
            IStackEvents stack = events.For("a");
            Flap(stack, 20);
            clock.Now += TimeSpan.FromSeconds(59);
            Assert.DoesNotContain(" 310 ", output.ToString());
            clock.Now += TimeSpan.FromSeconds(1);
            Assert.EndsWith("warning 310 too much to write each: 15 more like 305 (last: stack a: net.a neighbour 19 is gone)\n", output.ToString());
            Flap(stack, 3);
            clock.Now += TimeSpan.FromSeconds(119);
            Assert.Equal(1, output.ToString().Split(" 310 ").Length - 1);
            clock.Now += TimeSpan.FromSeconds(1);
            Assert.EndsWith(": 3 more like 305 (last: stack a: net.a neighbour 2 is gone)\n", output.ToString());
            clock.Now += TimeSpan.FromHours(1);
        }

        Assert.Equal(2, output.ToString().Split(" 310 ").Length - 1);

        static void Flap(IStackEvents stack, int times)
        {
            for (int i = 0; i < times; i++)
            {
                stack.Handle(StackEventKind.AdjacencyDown, "net.a", $"neighbour {i} is gone");
            }
        }
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
}

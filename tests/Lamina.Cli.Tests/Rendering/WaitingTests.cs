using Lamina.Cli.Rendering;

namespace Lamina.Cli.Tests.Rendering;

/// <summary>Progress on long work: for a person at a terminal, and for nobody else.</summary>
public sealed class WaitingTests
{
    [Fact]
    public async Task A_terminal_hears_how_long_it_takes_and_gets_its_line_back()
    {
        TaskCompletionSource<int> work = new();
        EndingWriter error = new(work);
        CliContext context = new TestCli().Context with { Error = error, HasErrorTerminal = true, Clock = new HastyClock() };
        Assert.Equal(7, await Waiting.ForAsync(context, "u2 is enrolling", work.Task));
        Assert.StartsWith("\ru2 is enrolling: 0 s", error.ToString());
        Assert.EndsWith(" \r", error.ToString());
    }

    [Fact]
    public async Task A_pipe_hears_nothing()
    {
        TestCli cli = new();
        TaskCompletionSource<int> work = new();
        Task<int> waiting = Waiting.ForAsync(cli.Context with { Clock = new HastyClock() }, "u2 is enrolling", work.Task);
        work.SetResult(7);
        Assert.Equal(7, await waiting);
        Assert.Equal("", cli.Error);
    }

    [Fact]
    public async Task A_pipe_hears_once_what_keeps_it()
    {
        TaskCompletionSource<int> work = new();
        EndingWriter error = new(work);
        CliContext context = new TestCli().Context with { Error = error, Clock = new HastyClock() };
        int asked = 0;
        Assert.Equal(7, await Waiting.ForAsync(
            context, "u2 is connecting", work.Task, () => Task.FromResult(++asked < 3 ? null : "nobody there")));
        Assert.Equal((3, $"u2 is connecting: nobody there{Environment.NewLine}"), (asked, error.ToString()));
    }

    /// <summary>Ends the work when something was said about it.</summary>
    private sealed class EndingWriter(TaskCompletionSource<int> work) : StringWriter
    {
        public override void Write(string? value)
        {
            base.Write(value);
            work.TrySetResult(7);
        }
    }

    /// <summary>Every wait is over at once.</summary>
    private sealed class HastyClock : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, dueTime > TimeSpan.Zero ? TimeSpan.Zero : dueTime, period);
    }
}

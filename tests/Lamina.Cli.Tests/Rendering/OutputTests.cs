using Lamina.Cli.Rendering;

namespace Lamina.Cli.Tests.Rendering;

/// <summary>Standard output that takes nothing more.</summary>
public sealed class OutputTests
{
    [Theory]
    [InlineData(true, "")]
    [InlineData(false, "lamina: standard output cannot be written: No space left on device\n")]
    public async Task Ends_the_command_without_a_stack_trace(bool isReaderGone, string said)
    {
        TestCli cli = new();
        OutputException failure = new(isReaderGone, new IOException("No space left on device"));
        CliContext context = cli.Context with { Out = new FullWriter(failure) };
        Assert.Equal(ExitCode.Failure, await CommandLine.RunAsync(["ipcp", "list"], context, TestContext.Current.CancellationToken));
        Assert.Equal(said, cli.Error);
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData("1", true)]
    public async Task A_fault_inside_is_a_sentence_and_tells_more_to_who_wants_to_report_it(string? debug, bool details)
    {
        TestCli cli = new() { OpenControl = _ => throw new InvalidOperationException("a machine broke") };
        if (debug is not null)
        {
            cli.Environment["LAMINA_DEBUG"] = debug;
        }

        Assert.Equal(ExitCode.Failure, await cli.RunAsync("ipcp list"));
        Assert.Contains("lamina: a fault of this program: a machine broke\n  try: the same with LAMINA_DEBUG=1", cli.Error);
        Assert.Equal(details, cli.Error.Contains("InvalidOperationException", StringComparison.Ordinal));
        Assert.Equal(details, cli.Error.Contains("   at ", StringComparison.Ordinal));
    }

    private sealed class FullWriter(OutputException failure) : StringWriter
    {
        public override void Write(char value) => throw failure;

        public override void Write(char[] buffer, int index, int count) => throw failure;

        public override void Write(string? value) => throw failure;

        public override void WriteLine(string? value) => throw failure;
    }
}

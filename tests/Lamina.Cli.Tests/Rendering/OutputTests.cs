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

    [Fact]
    public async Task A_fault_inside_is_a_sentence()
    {
        TestCli cli = new() { OpenControl = _ => throw new InvalidOperationException("a machine broke") };
        Assert.Equal(ExitCode.Failure, await cli.RunAsync("ipcp list"));
        Assert.Equal("lamina: a fault inside (InvalidOperationException): a machine broke\n", cli.Error);
    }

    private sealed class FullWriter(OutputException failure) : StringWriter
    {
        public override void Write(char value) => throw failure;

        public override void Write(char[] buffer, int index, int count) => throw failure;

        public override void Write(string? value) => throw failure;

        public override void WriteLine(string? value) => throw failure;
    }
}

namespace Lamina.Samples.Tests.Programs;

/// <summary>`dotnet run --project samples/X` on a machine without a daemon.</summary>
public sealed class AloneTests
{
    [Theory]
    [InlineData("HelloWorld", "Message from client is Hello World!.")]
    [InlineData("Echo", "1000 messages of 10 clients came back as they were sent")]
    [InlineData("FileTransfer", "both ends have the same")]
    [InlineData("KeyValue", "8 clients put 100 values each; one that watched client3 saw 100", "colour is blue", "there are 801 keys",
        "colour deleted: True; once more: False")]
    [InlineData("TwoStacks", "left asks for greeter: hello from left", "right asks for greeter: hello from right",
        "left asks for clock: nobody there knows it", "left asks for clock: right keeps the time",
        "left asks for greeter in layer between: hello from right")]
    public async Task It_does_its_whole_job(string sample, params string[] lines)
    {
        await using SampleProgram program = await SampleProgram.RunAsync(sample);
        await program.MustEndAsync(0);
        Assert.All(lines, line => Assert.Contains(line, program.Output, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Echo", "bogus")]
    [InlineData("Echo", "send")]
    [InlineData("FileTransfer", "send", "a", "b")]
    [InlineData("KeyValue", "list", "a", "b")]
    [InlineData("TwoStacks", "--stack")]
    public async Task What_it_cannot_understand_is_answered_with_its_usage(string sample, params string[] words)
    {
        await using SampleProgram program = await SampleProgram.RunAsync(sample, words);
        await program.MustEndAsync(2);
        Assert.Contains($"usage: {sample}", program.Error, StringComparison.Ordinal);
        Assert.Equal("", program.Output);
    }

    [Fact]
    public async Task Without_a_daemon_it_says_so()
    {
        await using SampleProgram program = await SampleProgram.RunAsync("Echo", "send", "hello", "--stack", "/nowhere/at/all");
        await program.MustEndAsync(3);
        Assert.Contains("lamina daemon", program.Error, StringComparison.Ordinal);
    }
}

namespace Lamina.Samples.Tests.Programs;

public sealed class EchoTests
{
    [Fact]
    public async Task One_server_answers_many_programs_and_ends_on_Ctrl_C_with_a_flow_open()
    {
        await using var daemon = new TestDaemon();
        await using var server = new SampleProgram("Echo", "serve", "--stack", daemon.Stack);
        await server.SaysAsync("serving 'echo'");
        SampleProgram[] clients = await Task.WhenAll(
            Enumerable.Range(0, 3).Select(i => SampleProgram.RunAsync("Echo", "send", $"hello {i}", "--stack", daemon.Stack)));
        foreach ((int i, SampleProgram client) in clients.Index())
        {
            await client.MustEndAsync(0);
            Assert.Equal($"hello {i}\n", client.Output);
            await client.DisposeAsync();
        }

        await using (NetworkStack stack = await NetworkStack.OpenAsync(daemon.Stack))
        {
            // Holds a flow while the server ends.
            await using Flow flow = await stack.AllocateAsync("echo");
            server.Interrupt();
            await server.MustEndAsync(130);
        }

        Assert.Equal("3 messages of 4 clients\n", server.Output);
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_not_found()
    {
        await using var daemon = new TestDaemon();
        await using SampleProgram client = await SampleProgram.RunAsync("Echo", "send", "hello", "--stack", daemon.Stack, "--name", "nobody");
        await client.MustEndAsync(4);
        Assert.Contains("nobody", client.Error, StringComparison.Ordinal);
    }
}

namespace Lamina.Samples.Tests.Programs;

public sealed class KeyValueTests
{
    [Fact]
    public async Task Several_programs_share_the_values_and_one_watches()
    {
        await using var daemon = new TestDaemon();
        await using SampleProgram server = await StartServerAsync(daemon);
        await using var watcher = new SampleProgram("KeyValue", "watch", "co", "--stack", daemon.Stack);
        // It watches from some moment on; then a change is seen.
        while (!watcher.Output.Contains("colour = blue", StringComparison.Ordinal))
        {
            await MustAsync(daemon, "", "put", "colour", "blue");
        }

        await MustAsync(daemon, "", "put", "size", "big");
        await MustAsync(daemon, "blue\n", "get", "colour");
        await MustAsync(daemon, "colour\nsize\n", "list");
        await MustAsync(daemon, "size\n", "list", "s");
        await MustAsync(daemon, "", "delete", "colour");
        await watcher.SaysAsync("colour is gone");
        Assert.DoesNotContain("size", watcher.Output, StringComparison.Ordinal);
        watcher.Interrupt();
        await watcher.MustEndAsync(130);

        await using SampleProgram missing = await RunAsync(daemon, "get", "colour");
        await missing.MustEndAsync(4);
        Assert.Equal("KeyValue: there is no key 'colour'\n", missing.Error);
        server.Interrupt();
        await server.MustEndAsync(130);
    }

    [Fact]
    public async Task A_list_that_is_longer_than_a_message_comes_whole()
    {
        await using var daemon = new TestDaemon();
        await using SampleProgram server = await StartServerAsync(daemon);
        string[] keys = [.. Enumerable.Range(0, 2000).Select(i => $"{i:0000}{new string('x', 900)}")];
        await using (NetworkStack stack = await NetworkStack.OpenAsync(daemon.Stack))
        await using (Flow flow = await stack.AllocateAsync("kv", data: "kv/1"u8.ToArray()))
        {
            byte[] answer = new byte[64];
            foreach (string key in keys)
            {
                await flow.WriteAsync((byte[])[2, 0, 0, 0, 1, (byte)(key.Length >> 8), (byte)key.Length, .. System.Text.Encoding.ASCII.GetBytes(key)]);
                Assert.Equal(16, (await flow.ReadAsync(answer)).Length > 0 ? answer[0] : -1);
            }

            Assert.True(keys.Sum(key => key.Length) > 1 << 20, "the list is to be longer than a message of the sample");
        }

        await MustAsync(daemon, string.Join('\n', keys) + "\n", "list");
    }

    [Fact]
    public async Task A_client_of_another_version_is_refused_in_words()
    {
        await using var daemon = new TestDaemon();
        await using SampleProgram server = await StartServerAsync(daemon);
        await using NetworkStack stack = await NetworkStack.OpenAsync(daemon.Stack);
        await using Flow flow = await stack.AllocateAsync("kv", data: "kv/2"u8.ToArray());
        byte[] answer = new byte[256];
        ReadResult read = await flow.ReadAsync(answer);
        Assert.Contains("this server speaks kv/1 only", System.Text.Encoding.UTF8.GetString(answer, 0, read.Length), StringComparison.Ordinal);
        Assert.True((await flow.ReadAsync(answer)).IsEndOfFlow);
    }

    [Fact]
    public async Task A_server_that_is_killed_is_noticed_by_who_watches()
    {
        await using var daemon = new TestDaemon();
        await using SampleProgram server = await StartServerAsync(daemon);
        await using var watcher = new SampleProgram("KeyValue", "watch", "--stack", daemon.Stack);
        while (!watcher.Output.Contains("a = b", StringComparison.Ordinal))
        {
            await MustAsync(daemon, "", "put", "a", "b");
        }

        server.Kill();
        await watcher.MustEndAsync(1);
        Assert.Contains("the peer's process has died", watcher.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_watches_and_never_reads_does_not_hold_up_the_others()
    {
        await using var daemon = new TestDaemon();
        await using SampleProgram server = await StartServerAsync(daemon);
        await using NetworkStack stack = await NetworkStack.OpenAsync(daemon.Stack);
        await using Flow deaf = await stack.AllocateAsync("kv", data: "kv/1"u8.ToArray());
        await deaf.WriteAsync((byte[])[5, 0, 0, 0, 1, 0, 0]);
        await using Flow busy = await stack.AllocateAsync("kv", data: "kv/1"u8.ToArray());
        byte[] put = [2, 0, 0, 0, 1, 0, 1, (byte)'k', .. new byte[20_000]];
        byte[] answer = new byte[64];
        // Far more than the flow to the deaf one and its outbox take together.
        for (int i = 0; i < 3000; i++)
        {
            await busy.WriteAsync(put);
            Assert.False((await busy.ReadAsync(answer)).IsEndOfFlow);
        }

        byte[] heard = new byte[deaf.MaxMessageSize];
        int changes = 0;
        while (await deaf.ReadAsync(heard) is { IsEndOfFlow: false })
        {
            changes++;
        }

        Assert.InRange(changes, 1024, 2999);
    }

    private static async Task<SampleProgram> StartServerAsync(TestDaemon daemon) =>
        await new SampleProgram("KeyValue", "serve", "--stack", daemon.Stack).SaysAsync("serving 'kv'");

    private static Task<SampleProgram> RunAsync(TestDaemon daemon, params string[] words) =>
        SampleProgram.RunAsync("KeyValue", [.. words, "--stack", daemon.Stack]);

    private static async Task MustAsync(TestDaemon daemon, string output, params string[] words)
    {
        await using SampleProgram program = await RunAsync(daemon, words);
        await program.MustEndAsync(0);
        Assert.Equal(output, program.Output);
    }
}

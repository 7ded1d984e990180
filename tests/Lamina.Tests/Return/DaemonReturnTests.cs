using Lamina.Core;

namespace Lamina.Tests.Return;

/// <summary>Daemons that die under the flows of their programs, and come back.</summary>
public sealed class DaemonReturnTests(ITestOutputHelper output)
{
    private const int Messages = 20_000;
    private const int MessageLength = 10_000;

    private static readonly TimeSpan Patience = TwoMortals.Patience;

    [Theory]
    [InlineData("b")]
    [InlineData("a")]
    [InlineData("ab")]
    [InlineData("ba")]
    [InlineData("ab", false)]
    [InlineData("b", true, true)]
    [InlineData("a", false, true)]
    public async Task A_transfer_goes_on_over_daemons_that_are_killed_and_started_again(string killed, bool sharesMemory = true, bool changes = false)
    {
        await using TwoMortals two = await TwoMortals.StartAsync(sharesMemory: sharesMemory);
        // Whatever way of attaching the next life offers.
        two.A.SharesMemory = two.B.SharesMemory = sharesMemory ^ changes;
        int written = 0;
        Task transfer = TransferAsync(two.Asking, two.Serving, () => written++);
        foreach (char which in killed)
        {
            int before = written;
            await TestWait.UntilAsync(() => written > before + (Messages / 8));
            var clock = System.Diagnostics.Stopwatch.StartNew();
            await two.RestartAsync(which == 'a' ? two.A : two.B);
            output.WriteLine($"{which}: {clock.ElapsedMilliseconds} ms from kill to up, {written} messages written");
            Assert.True(written < Messages, "the transfer was over before the daemon was back: the test proves nothing");
        }

        await transfer.WaitAsync(Patience);
        MortalDaemon last = killed[^1] == 'a' ? two.A : two.B;
        Assert.Equal(sharesMemory ^ changes, (await last.Node.Management.ListAttachedAsync())[0].SharesMemory);
        await two.Asking.CloseAsync().AsTask().WaitAsync(Patience);
        Assert.Equal(CloseReason.Normal, two.Asking.CloseReason);
    }

    [Fact]
    public async Task A_transfer_goes_on_while_the_ipc_process_below_its_layer_is_replaced()
    {
        await using TwoMortals two = await TwoMortals.StartAsync();
        int written = 0;
        Task transfer = TransferAsync(two.Asking, two.Serving, () => written++);
        await TestWait.UntilAsync(() => written > Messages / 8);
        await two.B.ReplaceBearerAsync();
        Assert.True(written < Messages, "the transfer was over before: the test proves nothing");
        await transfer.WaitAsync(Patience);
        Assert.Equal(CloseReason.None, two.Asking.CloseReason);
    }

    private static async Task TransferAsync(Flow from, Flow to, Action written)
    {
        Task sending = Task.Factory.StartNew(
            () =>
            {
                byte[] message = new byte[MessageLength];
                for (int i = 0; i < Messages; i++)
                {
                    Array.Fill(message, (byte)(i * 7));
                    BitConverter.TryWriteBytes(message, i);
                    from.Write(message);
                    written();
                }
            },
            TaskCreationOptions.LongRunning);
        Task receiving = Task.Factory.StartNew(
            () =>
            {
                byte[] message = new byte[MessageLength];
                for (int i = 0; i < Messages; i++)
                {
                    ReadResult result = to.Read(message);
                    Assert.True(result is { Length: MessageLength, IsEndOfMessage: true }, $"message {i} has {result.Length} bytes");
                    Assert.Equal(i, BitConverter.ToInt32(message));
                    Assert.False(message.AsSpan(4).ContainsAnyExcept((byte)(i * 7)), $"message {i} is not what was written");
                }
            },
            TaskCreationOptions.LongRunning);
        await await Task.WhenAny(sending, receiving);
        await Task.WhenAll(sending, receiving);
    }
}

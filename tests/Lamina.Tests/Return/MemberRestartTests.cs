using Lamina.Core;

namespace Lamina.Tests.Return;

/// <summary>Members of a layer that are replaced under the flows of attached programs, while their daemons live.</summary>
public sealed class MemberRestartTests
{
    [Theory]
    [InlineData("a")]
    [InlineData("b")]
    [InlineData("ab")]
    public async Task Flows_are_down_and_up_again_and_lose_nothing(string replaced)
    {
        // No state directory: nothing of this needs one.
        await using TwoMortals two = await TwoMortals.StartAsync(keeps: false);
        foreach (char which in replaced)
        {
            MortalDaemon daemon = which == 'a' ? two.A : two.B;
            Task<Outcome> restart = daemon.Node.Management.Ipcps.RestartAsync(daemon.Member.Value);
            await two.Asking.WriteAsync(new byte[] { (byte)which }).AsTask().WaitAsync(TwoMortals.Patience);
            TestStacks.AssertOk(await restart.WaitAsync(TwoMortals.Patience));
            byte[] message = new byte[8];
            ReadResult read = await two.Serving.ReadAsync(message).AsTask().WaitAsync(TwoMortals.Patience);
            Assert.Equal((1, (byte)which), (read.Length, message[0]));
            await TestWait.UntilAsync(() => two.Asking.IsUp && two.Serving.IsUp);
        }

        await two.Asking.CloseAsync().AsTask().WaitAsync(TwoMortals.Patience);
        Assert.Equal(CloseReason.Normal, two.Asking.CloseReason);
        Assert.True((await two.Serving.ReadAsync(new byte[8]).AsTask().WaitAsync(TwoMortals.Patience)).IsEndOfFlow);
    }
}

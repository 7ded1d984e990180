using Lamina.Core;
using Lamina.Node.Driving;

namespace Lamina.Node.Tests.Driving;

/// <summary>What a turn has gathered waits for company only where more is likely to come at once, and never for good.</summary>
public sealed class CompanyTests : IDisposable
{
    private readonly DomainDriver _driver = new("company", new PacketPool(1 << 20), () => { });
    private readonly Gathered _gathered = new();

    public CompanyTests() => _driver.Start();

    [Fact]
    public void What_is_sent_again_and_again_may_wait() => SendUntilKept();

    [Fact]
    public async Task What_waits_leaves_though_nothing_more_is_sent()
    {
        SendUntilKept();
        await _gathered.Gone.Task.WaitAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public void A_few_messages_in_a_row_wait_for_nothing()
    {
        for (int i = 0; i < 15; i++)
        {
            Send();
        }

        Assert.Equal(0, _gathered.Kept);
    }

    [Fact]
    public void Who_blocks_lets_it_go()
    {
        SendUntilKept();
        int kept = _gathered.Kept;
        Send(blocks: true);
        Assert.Equal(kept, _gathered.Kept);
    }

    [Fact]
    public async Task Work_that_was_left_for_the_owner_lets_it_go()
    {
        SendUntilKept();
        int kept = _gathered.Kept;
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _driver.Post(new OwnedCall(_driver, now => _gathered.AddTo(_driver.Context)));
        _driver.Post(new OwnedCall(_driver, now => done.SetResult()));
        await done.Task.WaitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(kept, _gathered.Kept);
    }

    public void Dispose() => _driver.Dispose();

    // A busy machine may put more than a moment between two turns again and again, but not for a minute.
    private void SendUntilKept()
    {
        Instant end = _driver.Clock.Now + Duration.FromSeconds(60);
        while (_gathered.Kept == 0)
        {
            Assert.True(_driver.Clock.Now < end, "nothing was ever kept");
            Send();
        }
    }

    private void Send(bool blocks = false)
    {
        Turn turn;
        while (!_driver.TryEnter(out turn))
        {
            Thread.Yield();
        }

        using (turn)
        {
            _gathered.AddTo(_driver.Context);
            if (blocks)
            {
                _driver.NoteBlocked(new LinkedListNode<Instant>(turn.Now), turn.Now);
            }
        }
    }
}

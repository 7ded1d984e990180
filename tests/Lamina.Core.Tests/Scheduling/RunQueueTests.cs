namespace Lamina.Core.Tests.Scheduling;

public class RunQueueTests
{
    [Fact]
    public void Trains_beyond_the_bound_are_dropped_counted_and_released_but_calls_are_not()
    {
        var pool = new PacketPool();
        var queue = new RunQueue(limit: 3);
        var target = new Target();
        for (int i = 0; i < 5; i++)
        {
            pool.TryRent(10, out PacketBuffer buffer);
            Assert.Equal(i < 3, queue.TryPostTrain(target, i, Train.Single(buffer, 0, 10)));
        }

        queue.Post(target, 99);
        Assert.Equal(2, queue.DroppedCount);
        Assert.Equal(3, queue.Trains);
        Assert.True(queue.Drain(Instant.Zero));
        Assert.Equal(0, queue.Trains);
        Assert.Equal([0, 1, 2, 99], target.Codes);
        Assert.Equal(0, pool.RentedCount);
    }

    [Fact]
    public void What_a_call_posts_runs_in_the_same_drain_within_the_budget()
    {
        var queue = new RunQueue();
        var target = new Target();
        target.OnRun = code => { if (code < 10) { queue.Post(target, code + 1); } };
        queue.Post(target, 0);
        Assert.False(queue.Drain(Instant.Zero, budget: 4));
        Assert.True(queue.Drain(Instant.Zero));
        Assert.Equal(Enumerable.Range(0, 11), target.Codes);
    }

    private sealed class Target : IDeferred
    {
        public List<int> Codes { get; } = [];

        public Action<int>? OnRun { get; set; }

        public void RunDeferred(int code, in Train train, Instant now)
        {
            Codes.Add(code);
            train.Buffer?.Release();
            OnRun?.Invoke(code);
        }
    }
}

using Lamina.Bearers.Edges;
using Lamina.Bearers.Linux;
using Lamina.Bearers.Managed;
using Lamina.Node.Driving;

namespace Lamina.Node.Tests.Ownership;

public sealed class SeatTests
{
    private const int Visits = 20_000;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task One_at_a_time_has_it_and_the_loop_always_gets_it_back(bool onLinux)
    {
        SystemEdge edge = onLinux ? LinuxEdge.Instance : ManagedEdge.Instance;
        using var seat = new Seat(edge);
        int inside = 0;
        int both = 0;
        int turns = 0;
        bool isOver = false;
        void Sit(int length)
        {
            both += Interlocked.Increment(ref inside) - 1;
            Thread.SpinWait(length);
            Interlocked.Decrement(ref inside);
        }

        Task loop = Task.Factory.StartNew(
            () =>
            {
                while (!Volatile.Read(ref isOver))
                {
                    Sit(20);
                    turns++;
                    seat.Yield();
                    seat.Await();
                }
            },
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        int taken = 0;
        Task[] visitors = [.. Enumerable.Range(0, 3).Select(seed => Task.Factory.StartNew(
            () =>
            {
                var random = new Random(seed);
                while (Volatile.Read(ref taken) < Visits)
                {
                    if (seat.TryTake())
                    {
                        Sit(random.Next(100));
                        if (random.Next(2000) == 0)
                        {
                            // So long that the loop goes to sleep for good.
                            Thread.Sleep(3);
                        }

                        Interlocked.Increment(ref taken);
                        seat.Leave(toLoop: random.Next(4) == 0);
                    }
                    else
                    {
                        Thread.Yield();
                    }
                }
            },
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default))];
        await Task.WhenAll(visitors).WaitAsync(TimeSpan.FromSeconds(60));
        Volatile.Write(ref isOver, true);

        // Nobody comes any more, whatever the last one left: the loop finds out by itself.
        await loop.WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal(0, both);
        Assert.True(turns > 1);
        Assert.True(seat.IsLoops);
        seat.Dispose();
    }
}

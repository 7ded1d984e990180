using Lamina.Core;
using Lamina.Node.Driving;

namespace Lamina.Node.Tests.Driving;

public sealed class SocketLookOutTests
{
    private const int Turns = 200;

    // Those before it is known that turns are brief, and where the other processor was late.
    private const int Few = 40;

    [Fact]
    public async Task Where_little_comes_at_a_time_the_loop_looks_before_it_sleeps()
    {
        Assert.SkipWhen(Environment.ProcessorCount == 1, "who looks out takes the only processor: nobody does");
        CountedWait wait = await RunAsync(bytes: 100);
        Assert.InRange(wait.Looks, Turns - Few, int.MaxValue);
        Assert.InRange(wait.Sleeps, 0, Few);
    }

    [Fact]
    public async Task Where_trains_come_it_sleeps_at_once()
    {
        CountedWait wait = await RunAsync(bytes: 60_000);
        Assert.InRange(wait.Sleeps, Turns - Few, int.MaxValue);
        Assert.InRange(wait.Looks, 0, Few);
    }

    [Fact]
    public async Task Where_nobody_counts_what_comes_it_sleeps_at_once()
    {
        CountedWait wait = await RunAsync(bytes: 0);
        Assert.InRange(wait.Looks, 0, Few);
    }

    private static async Task<CountedWait> RunAsync(int bytes)
    {
        var edge = new CountingEdge();
        var over = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        int turns = Turns;
        CalledSource source = null!;
        source = new CalledSource(_ =>
        {
            source.Traffic += bytes;
            if (--turns == 0)
            {
                over.SetResult();
            }
            else
            {
                source.Come();
            }
        });
        source.Come();
        using (source)
        using (var driver = new DomainDriver("looking", new PacketPool(1 << 20), () => { }, edge))
        {
            driver.Add(source);
            driver.Start();
            await over.Task.WaitAsync(TestContext.Current.CancellationToken);
        }

        return edge.Wait;
    }
}

namespace Lamina.Ipc.Tests.Irm.Model;

/// <summary>The whole IRM in random order, by seed, against a stupid oracle.</summary>
public sealed class RandomLifeTests
{
    [Fact]
    public void Names_bindings_and_flows_are_what_the_oracle_says()
    {
        int opened = 0;
        for (ulong seed = 1; seed <= 200; seed++)
        {
            var model = new IrmModel(seed);
            Run(seed, 150, model.Step, model.End);
            opened += model.Opened;
        }

        Assert.True(opened > 1000, $"only {opened} flows were opened: the lives are too dull to prove anything");
    }

    [Fact]
    public void Every_caller_of_the_super_server_is_answered_once_and_it_starts_no_more_than_it_may()
    {
        int served = 0;
        for (ulong seed = 1; seed <= 200; seed++)
        {
            var model = new LauncherModel(seed);
            Run(seed, 200, model.Step, model.End);
            served += model.Served;
        }

        Assert.True(served > 1000, $"only {served} callers were served: the lives are too dull to prove anything");
    }

    private static void Run(ulong seed, int steps, Action step, Action end)
    {
        int at = 0;
        try
        {
            for (; at < steps; at++)
            {
                step();
            }

            end();
        }
        catch (Exception failure)
        {
            throw new InvalidOperationException($"seed {seed}, step {at}: {failure.Message}", failure);
        }
    }
}

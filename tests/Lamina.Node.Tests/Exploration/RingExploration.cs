using Lamina.Bearers.Rings;

namespace Lamina.Node.Tests.Exploration;

public sealed class RingExploration
{
    private const int Schedules = 20_000;

    [Fact]
    public void No_interleaving_loses_a_record_or_a_wake_up()
    {
        using var explorer = new Explorer();
        using var scenario = new RingScenario<ExploringStepper>();
        explorer.Explore(Schedules, scenario.Begin);
    }

    [Fact]
    public void The_explorer_finds_a_missing_fence() => Finds<NoFenceStepper>(RingMutation.None, "lost wake-up");

    [Fact]
    public void The_explorer_finds_a_consumer_that_looks_before_it_raises_the_flag_only()
        => Finds<ExploringStepper>(RingMutation.ConsumerWithoutSecondLook, "lost wake-up");

    [Fact]
    public void The_explorer_finds_a_producer_that_looks_before_it_raises_the_flag_only()
        => Finds<ExploringStepper>(RingMutation.ProducerWithoutSecondLook, "lost wake-up");

    [Fact]
    public void The_explorer_finds_a_release_before_the_last_read()
        => Finds<ExploringStepper>(RingMutation.ReleaseBeforeReading, "not whole");

    [Fact]
    public void The_explorer_finds_a_forgotten_wake_up()
        => Finds<ExploringStepper>(RingMutation.ProducerForgetsToWake, "lost wake-up");

    private static void Finds<TStep>(RingMutation mutation, string symptom)
        where TStep : struct, IStepper
    {
        using var explorer = new Explorer();
        using var scenario = new RingScenario<TStep>(mutation);
        var seed = explorer.FindFailure(Schedules, scenario.Begin, out var message);
        Assert.NotNull(seed);
        Assert.Contains(symptom, message, StringComparison.Ordinal);
        TestContext.Current.TestOutputHelper?.WriteLine($"found at schedule {seed}");
    }
}

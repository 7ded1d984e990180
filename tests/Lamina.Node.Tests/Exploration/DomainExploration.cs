namespace Lamina.Node.Tests.Exploration;

public sealed class DomainExploration
{
    private const int Schedules = 20_000;

    [Fact]
    public void No_interleaving_loses_work_or_lets_two_in()
    {
        using var explorer = new Explorer();
        explorer.Explore(Schedules, DomainScenario.With(DomainMutation.None));
    }

    [Fact]
    public void An_exception_ends_the_domain_once_in_every_interleaving()
    {
        using var explorer = new Explorer();
        explorer.Explore(Schedules / 2, DomainScenario.With(DomainMutation.None, failing: true));
    }

    [Theory]
    [InlineData("NoLookAfterRelease", "nobody comes")]
    [InlineData("NoLookAfterPost", "nobody comes")]
    [InlineData("NoFence", "nobody comes")]
    [InlineData("PlainRelease", "nobody comes")]
    [InlineData("TwoStepEnter", "two owners")]
    [InlineData("NoHandOver", "nobody comes")]
    public void The_explorer_finds(string mutation, string symptom)
    {
        using var explorer = new Explorer();
        var seed = explorer.FindFailure(Schedules, DomainScenario.With(Enum.Parse<DomainMutation>(mutation)), out var message);
        Assert.NotNull(seed);
        Assert.Contains(symptom, message, StringComparison.Ordinal);
        TestContext.Current.TestOutputHelper?.WriteLine($"found at schedule {seed}");
    }
}

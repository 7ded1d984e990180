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
    [InlineData("NoLookAfterRelease", "nobody comes|no end")]
    [InlineData("NoLookAfterPost", "nobody comes|no end")]
    [InlineData("NoFence", "nobody comes|no end")]
    [InlineData("PlainRelease", "nobody comes|no end")]
    [InlineData("TwoStepEnter", "two owners|nobody comes|runs where|no end|differ")]
    [InlineData("NoHandOver", "nobody comes|no end")]
    [InlineData("NoWish", "nobody comes")]
    [InlineData("TrustsThePeersFlag", "nobody comes")]
    [InlineData("AnnouncesInTheWrongOrder", "nobody comes")]
    public void The_explorer_finds(string mutation, string symptom)
    {
        using var explorer = new Explorer();
        var seed = explorer.FindFailure(Schedules, DomainScenario.With(Enum.Parse<DomainMutation>(mutation)), out var message);
        Assert.NotNull(seed);
        Assert.Matches(symptom, message);
        TestContext.Current.TestOutputHelper?.WriteLine($"found at schedule {seed}");
    }
}

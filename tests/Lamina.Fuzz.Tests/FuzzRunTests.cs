using Lamina.Fuzz.Running;
using Lamina.Fuzz.Targets;

namespace Lamina.Fuzz.Tests;

/// <summary>The fuzzer finds what it is for: mistakes that were planted, and names the input.</summary>
public class FuzzRunTests
{
    private const long Enough = 200_000;

    [Fact]
    public void An_exception_behind_three_elements_in_their_order_is_found_and_happens_again_with_the_input_that_it_names()
    {
        using var target = new PlantedTarget(() => throw new InvalidDataException("planted"));
        FuzzFinding finding = Assert.Throws<FuzzFinding>(() => new FuzzRun(target, seed: 1).Run(Enough));
        Assert.Contains("planted", finding.Message, StringComparison.Ordinal);
        Assert.Throws<InvalidDataException>(() => target.Run(Assert.Single(finding.Inputs)));
    }

    [Fact]
    public void Memory_beyond_the_bound_is_found()
    {
        byte[] kept = [];
        using var target = new PlantedTarget(() => kept = new byte[100_000]);
        FuzzFinding finding = Assert.Throws<FuzzFinding>(() => new FuzzRun(target, seed: 1).Run(Enough));
        Assert.Contains("allocated", finding.Message, StringComparison.Ordinal);
        Assert.NotEmpty(kept);
    }

    [Fact]
    public void An_input_without_an_end_is_named_from_beside()
    {
        using var bitten = new ManualResetEventSlim();
        byte[]? named = null;
        using var watchdog = new Watchdog(TimeSpan.FromMilliseconds(200), (_, input) =>
        {
            named = input;
            bitten.Set();
        });
        bool wasNamed = false;
        using var target = new PlantedTarget(() =>
        {
            wasNamed = bitten.Wait(TimeSpan.FromSeconds(60));
            throw new OperationCanceledException("planted");
        });
        FuzzFinding finding = Assert.Throws<FuzzFinding>(() => new FuzzRun(target, seed: 1, watchdog).Run(Enough));
        Assert.True(wasNamed);
        Assert.Equal(named, finding.Inputs[^1]);
    }

    [Fact]
    public void Two_runs_of_one_seed_give_the_same_inputs()
    {
        Assert.Equal(Behaviours(), Behaviours());

        static int Behaviours()
        {
            using FuzzTarget target = AllTargets.Make("offer");
            return new FuzzRun(target, seed: 5).Run(5000).Behaviours;
        }
    }
}

namespace Lamina.Core.Tests.Qos;

/// <summary>The constants of the sources, number by number.</summary>
public class QosSpecTests
{
    [Theory]
    [InlineData("raw", uint.MaxValue, 0UL, 0, 1, 1, false, uint.MaxValue, QosCube.BestEffort)]
    [InlineData("raw-no-errors", uint.MaxValue, 0UL, 0, 1, 0, false, uint.MaxValue, QosCube.BestEffort)]
    [InlineData("best-effort", uint.MaxValue, 0UL, 0, 1, 0, true, uint.MaxValue, QosCube.BestEffort)]
    [InlineData("video", 100u, ulong.MaxValue, 3, 1, 0, true, 100u, QosCube.Video)]
    [InlineData("voice", 50u, 100_000UL, 5, 1, 0, true, 50u, QosCube.Voice)]
    [InlineData("data", 1000u, 0UL, 0, 0, 0, true, 2000u, QosCube.BestEffort)]
    public void A_named_spec_has_the_published_values(
        string name, uint delay, ulong bandwidth, byte availability, uint loss, uint bitErrors, bool inOrder, uint maxGap, QosCube cube)
    {
        Assert.True(QosNames.TryGet(name, out QosSpec spec));
        Assert.Equal(new QosSpec(delay, bandwidth, availability, loss, bitErrors, inOrder, maxGap, 120_000), spec);
        Assert.Equal(cube, spec.Cube);
        Assert.Equal(name, QosNames.NameOf(spec));
    }

    [Theory]
    [InlineData(0UL, false)]
    [InlineData(ulong.MaxValue, false)]
    [InlineData(1UL, true)]
    public void No_and_all_bandwidth_reserve_nothing(ulong bandwidth, bool reserves) =>
        Assert.Equal(reserves, (QosSpec.Data with { Bandwidth = bandwidth }).ReservesBandwidth);

    [Fact]
    public void Six_specs_have_names() => Assert.Equal(6, QosNames.All.Count());
}

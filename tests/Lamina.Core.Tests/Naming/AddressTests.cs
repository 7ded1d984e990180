namespace Lamina.Core.Tests.Naming;

public class AddressTests
{
    private static readonly AddressFormat ThreeLevels = new(4, 8, 12, 12);

    [Fact]
    public void A_flat_address_is_one_number() => Assert.Equal("4294967295", AddressFormat.Default.Format(new Address(uint.MaxValue)));

    [Fact]
    public void Three_levels_are_three_parts()
    {
        Assert.True(ThreeLevels.TryParse("2.4.1", out Address address));
        Assert.Equal("2.4.1", ThreeLevels.Format(address));
        Assert.Equal((2UL, 4UL, 1UL), (ThreeLevels.Part(address, 0), ThreeLevels.Part(address, 1), ThreeLevels.Part(address, 2)));
    }

    [Theory]
    [InlineData("2.4")]
    [InlineData("2.4.1.0")]
    [InlineData("256.0.0")]
    [InlineData("1.4096.0")]
    [InlineData("1.-1.0")]
    [InlineData("a.b.c")]
    [InlineData("")]
    public void What_does_not_fit_the_levels_is_no_address(string text) => Assert.False(ThreeLevels.TryParse(text, out _));

    [Fact]
    public void Addresses_are_ordered_by_their_highest_level_first()
    {
        Assert.True(ThreeLevels.TryParse("1.9.9", out Address low));
        Assert.True(ThreeLevels.TryParse("2.0.0", out Address high));
        Assert.True(low.CompareTo(high) < 0);
    }

    [Fact]
    public void Every_address_survives_its_text()
    {
        var random = new SeededRandom(1);
        foreach (AddressFormat format in new[] { AddressFormat.Default, ThreeLevels, new(8), new(8, 32, 32), new(2, 4, 4, 4, 4) })
        {
            for (int i = 0; i < 1000; i++)
            {
                var address = new Address(random.NextUInt64() & format.Mask);
                Assert.True(format.TryParse(format.Format(address), out Address again));
                Assert.Equal(address, again);
            }
        }
    }
}

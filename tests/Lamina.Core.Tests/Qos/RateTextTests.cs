namespace Lamina.Core.Tests.Qos;

public sealed class RateTextTests
{
    [Theory]
    [InlineData("4mbit", 4_000_000)]
    [InlineData("1.5gbit", 1_500_000_000)]
    [InlineData(" 64KBIT ", 64_000)]
    [InlineData("1bit", 1)]
    public void A_rate_is_read_and_said_in_whole_units(string text, ulong bits)
    {
        Assert.True(RateText.TryParse(text, out ulong read));
        Assert.Equal(bits, read);
        Assert.True(RateText.TryParse(RateText.Of(bits), out ulong again));
        Assert.Equal(bits, again);
    }

    [Theory]
    [InlineData("")]
    [InlineData("4")]
    [InlineData("mbit")]
    [InlineData("0mbit")]
    [InlineData("-1mbit")]
    [InlineData("1..2mbit")]
    [InlineData("4 mbit/s")]
    [InlineData("1001gbit")]
    public void What_is_no_rate_is_refused(string text) => Assert.False(RateText.TryParse(text, out _));
}

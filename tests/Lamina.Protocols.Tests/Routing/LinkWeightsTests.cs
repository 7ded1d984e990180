using Lamina.Core;
using Lamina.Protocols.Routing;

namespace Lamina.Protocols.Tests.Routing;

public class LinkWeightsTests
{
    [Theory]
    [InlineData("7", 7, 7, 7)]
    [InlineData("10,voice=2", 10, 10, 2)]
    [InlineData("10,video=5,voice=65535", 10, 5, 65535)]
    public void What_a_person_writes_is_read_and_shown_alike(string text, int bestEffort, int video, int voice)
    {
        Assert.True(LinkWeights.TryParse(text, out LinkWeights weights));
        Assert.Equal((bestEffort, video, voice), (weights[QosCube.BestEffort], weights[QosCube.Video], weights[QosCube.Voice]));
        Assert.Equal(text, weights.ToString());
        Assert.Equal(bestEffort, weights[(QosCube)77]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("65536")]
    [InlineData("-1")]
    [InlineData("1,2")]
    [InlineData("1,gold=2")]
    [InlineData("1,voice=")]
    [InlineData("1,voice=2,voice=3")]
    [InlineData("voice=2")]
    public void What_makes_no_sense_is_refused(string text) => Assert.False(LinkWeights.TryParse(text, out _));
}

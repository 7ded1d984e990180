namespace Lamina.EndToEnd.Tests.Documents;

public class ShownOutputTests
{
    private const string Output = "name  type   flows\nudp.a  udp   12\nnet.a  unicast 0\n";

    [Theory]
    [InlineData("name type flows", "net.a unicast 0")]
    [InlineData("udp.a  udp  ...", "net.a ... 0")]
    [InlineData("lamina: ... there")]
    public void What_came_is_found(params string[] shown) => Assert.Null(ShownOutput.FirstMissing(shown, Output, "lamina: nobody is there\n"));

    [Theory]
    [InlineData("net.a unicast 1", "net.a unicast 1")]
    [InlineData("udp.a udp 1", "udp.a udp 1")]
    [InlineData("udpxa udp 12", "udpxa udp 12")]
    [InlineData("udp.a udp 12", "net.a unicast 0", "udp.a udp 12")]
    public void What_did_not_come_or_not_in_this_order_is_missed(string missing, params string[] shown) =>
        Assert.Equal(missing, ShownOutput.FirstMissing(shown, Output, ""));
}

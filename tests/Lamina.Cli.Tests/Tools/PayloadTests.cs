using Lamina.Cli.Tools.Echo;
using Lamina.Cli.Tools.Netcat;
using Lamina.Cli.Tools.Perf;
using Lamina.Cli.Tools.Ping;

namespace Lamina.Cli.Tests.Tools;

/// <summary>Payloads read back as they were written, and are not taken for another tool's.</summary>
public sealed class PayloadTests
{
    [Fact]
    public void Ping_is_magic_kind_version_sequence_clock_in_network_order()
    {
        byte[] message = new byte[PingMessage.Length];
        new PingMessage(true, 0x01020304, 0x1112131415161718).Write(message);
        Assert.Equal("4C50494E" + "01010000" + "01020304" + "1112131415161718", Convert.ToHexString(message));
        Assert.True(PingMessage.TryRead(message, out PingMessage back));
        Assert.Equal(new PingMessage(true, 0x01020304, 0x1112131415161718), back);
    }

    [Fact]
    public void Perf_reads_back()
    {
        PerfMessage result = new(PerfKind.Result, 1, -2, long.MaxValue);
        Assert.True(PerfMessage.TryRead(result.ToArray(), out PerfMessage back));
        Assert.Equal(result, back);
    }

    [Fact]
    public void Echo_tells_question_from_answer()
    {
        byte[] message = EchoMessage.Write(isReply: false, "Hello World! é");
        Assert.True(EchoMessage.TryRead(message, isReply: false, out string text));
        Assert.Equal("Hello World! é", text);
        Assert.False(EchoMessage.TryRead(message, isReply: true, out _));
    }

    [Fact]
    public void Other_tools_short_messages_and_other_versions_are_not_read()
    {
        byte[] echo = EchoMessage.Write(isReply: false, new string('x', 64));
        Assert.False(PingMessage.TryRead(echo, out _));
        Assert.False(PerfMessage.TryRead(echo, out _));
        Assert.False(NetcatMessage.TryRead(echo, out _));

        byte[] ping = new byte[PingMessage.Length];
        new PingMessage(false, 1, 2).Write(ping);
        for (int length = 0; length < ping.Length; length++)
        {
            Assert.False(PingMessage.TryRead(ping.AsSpan(0, length), out _));
        }

        ping[5]++;
        Assert.False(PingMessage.TryRead(ping, out _));
    }
}

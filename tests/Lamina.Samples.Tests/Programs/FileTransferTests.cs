using System.Security.Cryptography;

namespace Lamina.Samples.Tests.Programs;

public sealed class FileTransferTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(5_000_003)]
    public async Task A_file_arrives_whole_with_progress_and_checksum(int length)
    {
        await using var daemon = new TestDaemon();
        await using SampleProgram receiver = await StartReceiverAsync(daemon, daemon.Files);
        byte[] content = RandomNumberGenerator.GetBytes(length);
        await using SampleProgram sender = await SendAsync(daemon, content);

        await sender.MustEndAsync(0);
        string line = $"{Convert.ToHexStringLower(SHA256.HashData(content))}  big.bin";
        Assert.Contains(line, sender.Output, StringComparison.Ordinal);
        await receiver.SaysAsync(line);
        Assert.Equal(content, await File.ReadAllBytesAsync(Path.Combine(daemon.Files, "big.bin")));
        Assert.Equal(length > 0, sender.Error.Contains("100 %", StringComparison.Ordinal));
        Assert.Single(Directory.GetFiles(daemon.Files));
    }

    [Fact]
    public async Task A_file_that_is_there_is_not_overwritten()
    {
        await using var daemon = new TestDaemon();
        await using SampleProgram receiver = await StartReceiverAsync(daemon, daemon.Files);
        string there = Path.Combine(daemon.Files, "big.bin");
        await File.WriteAllTextAsync(there, "mine");
        await using SampleProgram sender = await SendAsync(daemon, [1, 2, 3]);
        await sender.MustEndAsync(1);
        Assert.Contains("the receiver refuses: big.bin is there already", sender.Error, StringComparison.Ordinal);
        Assert.Equal("mine", await File.ReadAllTextAsync(there));
    }

    [Theory]
    [InlineData("../escaped")]
    [InlineData("..")]
    [InlineData("a/b")]
    public async Task A_name_that_leaves_the_directory_is_refused(string name)
    {
        await using var daemon = new TestDaemon();
        await using SampleProgram receiver = await StartReceiverAsync(daemon, daemon.Files);
        await using NetworkStack stack = await NetworkStack.OpenAsync(daemon.Stack);
        await using Flow flow = await stack.AllocateAsync("files");
        await flow.WriteAsync((byte[])[0, 0, 0, 0, 0, 0, 0, 1, .. System.Text.Encoding.UTF8.GetBytes(name)]);
        byte[] verdict = new byte[1024];
        ReadResult read = await flow.ReadAsync(verdict);
        Assert.Contains("plain name", System.Text.Encoding.UTF8.GetString(verdict, 0, read.Length), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sender_that_stops_in_the_middle_leaves_nothing()
    {
        await using var daemon = new TestDaemon();
        await using SampleProgram receiver = await StartReceiverAsync(daemon, daemon.Files);
        await using (NetworkStack stack = await NetworkStack.OpenAsync(daemon.Stack))
        await using (Flow flow = await stack.AllocateAsync("files"))
        {
            await flow.WriteAsync((byte[])[0, 0, 0, 0, 0, 1, 0, 0, .. "half.bin"u8]);
            Assert.Equal(0, (await flow.ReadAsync(new byte[1024])).Length);
            await flow.WriteAsync(new byte[1000]);
            Assert.Single(Directory.GetFiles(daemon.Files), file => file.EndsWith(".partial", StringComparison.Ordinal));
        }

        await receiver.SaysAsync("nothing was stored: the sender stopped before the end of the file");
        Assert.Empty(Directory.GetFiles(daemon.Files));
    }

    [Fact]
    public async Task A_receiver_that_is_interrupted_leaves_nothing_and_the_sender_says_so()
    {
        await using var daemon = new TestDaemon();
        await using SampleProgram receiver = await StartReceiverAsync(daemon, daemon.Files);
        // The sender never gets to the end: there is none of a pipe, but this file is a gigabyte of nothing.
        string source = Path.Combine(Path.GetDirectoryName(daemon.Files)!, "big.bin");
        using (FileStream file = File.Create(source))
        {
            file.SetLength(64L << 30);
        }

        await using var sender = new SampleProgram("FileTransfer", "send", source, "--stack", daemon.Stack);
        while (Directory.GetFiles(daemon.Files).Length == 0)
        {
            Assert.False(sender.HasEnded, sender.ToString());
            await Task.Delay(10);
        }

        receiver.Interrupt();
        await receiver.MustEndAsync(130);
        await sender.MustEndAsync(1);
        Assert.Empty(Directory.GetFiles(daemon.Files));
    }

    [Fact]
    public async Task A_disk_without_room_is_a_sentence_at_both_ends_and_the_receiver_goes_on()
    {
        if (Environment.UserName != "root" || !File.Exists("/usr/bin/unshare"))
        {
            Assert.Skip("a small disk is mounted by root with unshare");
        }

        await using var daemon = new TestDaemon();
        string script = $"mount -t tmpfs -o size=1m none {daemon.Files} && exec {SampleProgram.PathOf("FileTransfer")} receive {daemon.Files} --stack {daemon.Stack}";
        await using var receiver = new SampleProgram("/usr/bin/unshare", "--mount", "sh", "-c", script);
        await receiver.SaysAsync("takes files");
        await using SampleProgram tooLong = await SendAsync(daemon, new byte[3_000_000]);
        await tooLong.MustEndAsync(1);
        const string Sentence = "the disk has no room for the 3000000 bytes of big.bin";
        Assert.Contains($"the receiver refuses: {Sentence}", tooLong.Error, StringComparison.Ordinal);
        await receiver.SaysAsync($"nothing was stored: {Sentence}");
        await using SampleProgram shortEnough = await SendAsync(daemon, new byte[500_000]);
        await shortEnough.MustEndAsync(0);
    }

    private static async Task<SampleProgram> StartReceiverAsync(TestDaemon daemon, string directory) =>
        await new SampleProgram("FileTransfer", "receive", directory, "--stack", daemon.Stack).SaysAsync("takes files");

    private static async Task<SampleProgram> SendAsync(TestDaemon daemon, byte[] content)
    {
        string source = Path.Combine(Path.GetDirectoryName(daemon.Files)!, "big.bin");
        await File.WriteAllBytesAsync(source, content);
        return await SampleProgram.RunAsync("FileTransfer", "send", source, "--stack", daemon.Stack);
    }
}

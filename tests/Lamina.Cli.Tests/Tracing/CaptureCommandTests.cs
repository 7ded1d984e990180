using System.Diagnostics;
using System.Text;
using Lamina.Wire.Captures;

namespace Lamina.Cli.Tests.Tracing;

public sealed class CaptureCommandTests(ITestOutputHelper output) : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("lamina-");

    private string FileName => Path.Combine(_directory.FullName, "capture.pcapng");

    /// <summary>It begins before there is a port, so that the dissector hears what each flow is for.</summary>
    [Fact]
    public async Task The_dissector_reads_what_passes_from_its_beginning()
    {
        using CancellationTokenSource interrupt = new();
        Task<int>? capture = null;
        await using TracedStacks stacks = await TracedStacks.StartAsync(daemon => capture = CommandLine.RunAsync(
            ["--stack", "b", "capture", "-w", FileName], daemon.Context(new StringWriter(), new StringWriter()), interrupt.Token));
        await stacks.Daemon.MustAsync("--stack a ping oping -c 3 -i 0");
        await stacks.Daemon.MustAsync("--stack a trace oping");
        // What is read next was captured after: all of that is in the file when anything later is.
        long length = new FileInfo(FileName).Length;
        while (new FileInfo(FileName).Length < length + 1024)
        {
            await stacks.Daemon.MustAsync("--stack a ping oping -c 20 -i 0");
        }

        await interrupt.CancelAsync();
        Assert.Equal(ExitCode.Interrupted, await capture!);
        PcapngFile file = PcapngFile.Read(File.ReadAllBytes(FileName));
        Assert.Equal((2, 0UL), (file.Interfaces, file.Dropped));
        if (Dissect() is { } text)
        {
            Assert.Equal(file.Packets.Count, text.Split('\n').Count(line => line.Contains(" Lamina ", StringComparison.Ordinal)));
            Assert.DoesNotContain("Lua Error", text, StringComparison.Ordinal);
            Assert.DoesNotContain("alformed", text, StringComparison.Ordinal);
            Assert.Contains("trace question", text, StringComparison.Ordinal);
            Assert.Contains("trace answer, member", text, StringComparison.Ordinal);
            Assert.Contains("trace answer, udp", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task What_passes_real_bearers_is_captured_up_to_a_count()
    {
        await using TracedStacks stacks = await TracedStacks.StartAsync();
        StringWriter error = new();
        Task<int> capture = CommandLine.RunAsync(
            ["--stack", "b", "capture", "-w", FileName, "-c", "60"], stacks.Daemon.Context(new StringWriter(), error), TestContext.Current.CancellationToken);
        while (!capture.IsCompleted)
        {
            await stacks.Daemon.MustAsync("--stack a ping oping -c 20 -i 0");
            await stacks.Daemon.MustAsync("--stack a trace oping");
        }

        Assert.Equal(ExitCode.Ok, await capture);
        Assert.Equal($"60 packets captured, 0 dropped, in {FileName}\n", error.ToString());
        PcapngFile file = PcapngFile.Read(File.ReadAllBytes(FileName));
        Assert.Equal((60, 2, 0UL), (file.Packets.Count, file.Interfaces, file.Dropped));
        // From the stacks' addresses, port 3435 on both sides.
        Assert.All(file.Packets, packet => Assert.Equal(stacks.Net, string.Join('.', packet[12..15])));
        Assert.All(file.Packets, packet => Assert.Equal("0D6B0D6B", Convert.ToHexString(packet, 20, 4)));
    }

    [Fact]
    public async Task One_bearer_cut_packets_and_an_interruption_leave_a_whole_file()
    {
        await using TracedStacks stacks = await TracedStacks.StartAsync();
        using CancellationTokenSource interrupt = new();
        StringWriter error = new();
        Task<int> capture = CommandLine.RunAsync(
            ["--stack", "b", "capture", "udp.bc", "-w", FileName, "--snaplen", "40"], stacks.Daemon.Context(new StringWriter(), error), interrupt.Token);
        // Something is written only when something was seen.
        while (!File.Exists(FileName) || new FileInfo(FileName).Length < 4096)
        {
            Assert.False(capture.IsCompleted, error.ToString());
            await stacks.Daemon.MustAsync("--stack a ping oping -c 100 -i 0");
        }

        await interrupt.CancelAsync();

        Assert.Equal(ExitCode.Interrupted, await capture);
        PcapngFile file = PcapngFile.Read(File.ReadAllBytes(FileName));
        Assert.Equal(1, file.Interfaces);
        Assert.NotEmpty(file.Packets);
        Assert.All(file.Packets, packet => Assert.InRange(packet.Length, 28, 40));
        Assert.Contains(file.OriginalLengths, length => length > 40);
        Assert.StartsWith($"{file.Packets.Count} packets captured, 0 dropped", error.ToString(), StringComparison.Ordinal);

        Assert.Equal(ExitCode.NotFound, (await stacks.Daemon.RunAsync($"--stack b capture nobody -w {FileName}")).Code);
        Assert.Equal(ExitCode.Usage, (await stacks.Daemon.RunAsync($"--stack b capture net.b -w {FileName}")).Code);
        // A capture that is refused leaves the file alone.
        Assert.NotEqual(0, new FileInfo(FileName).Length);
    }

    [Fact]
    public async Task A_daemon_that_stops_ends_a_capture_and_the_file_is_whole()
    {
        TracedStacks stacks = await TracedStacks.StartAsync();
        StringWriter error = new();
        Task<int> capture = CommandLine.RunAsync(
            ["--stack", "a", "capture", "-w", FileName], stacks.Daemon.Context(new StringWriter(), error), TestContext.Current.CancellationToken);
        await stacks.Daemon.MustAsync("--stack a ping oping -c 3 -i 0");
        await stacks.DisposeAsync();

        Assert.Equal(ExitCode.Failure, await capture);
        Assert.Contains("the daemon ended the capture", error.ToString(), StringComparison.Ordinal);
        PcapngFile.Read(File.ReadAllBytes(FileName));
    }

    [Fact]
    public async Task A_terminal_gets_no_bytes()
    {
        TestCli cli = new();
        Assert.Equal(ExitCode.Usage, await CommandLine.RunAsync(
            ["capture"], cli.Context with { HasOutputTerminal = true }, TestContext.Current.CancellationToken));
        Assert.Equal("lamina: a capture is bytes that no terminal shows\n  try: lamina capture -w capture.pcapng, or lamina capture | wireshark -k -i -\n", cli.Error);
        Assert.Null(cli.Stack.LastCall);
    }

    [Fact]
    public async Task Half_a_block_at_the_end_is_not_written_and_drops_are_told()
    {
        PcapngBlock block = new();
        using MemoryStream stream = new();
        PcapngFormat.Section(block, "test");
        stream.Write(block.End());
        PcapngFormat.Interface(block, "udp", 0);
        stream.Write(block.End());
        PcapngFormat.Packet(block, 0, 1, Core.UdpEndpoint.FromIPv4(1, 2), Core.UdpEndpoint.FromIPv4(3, 4), Encoding.ASCII.GetBytes("abc"), 0);
        stream.Write(block.End());
        PcapngFormat.Statistics(block, 0, 2, 10, 9);
        stream.Write(block.End());
        PcapngFormat.Packet(block, 0, 3, Core.UdpEndpoint.FromIPv4(1, 2), Core.UdpEndpoint.FromIPv4(3, 4), Encoding.ASCII.GetBytes("def"), 0);
        stream.Write(block.End()[..^5]);
        stream.Position = 0;
        using MemoryStream written = new();
        TestCli cli = new();
        cli.Stack.Capture = stream;

        int code = await CommandLine.RunAsync(
            ["capture", "-w", "-"], cli.Context with { OpenOutput = () => written }, TestContext.Current.CancellationToken);

        Assert.Equal(ExitCode.Failure, code);
        Assert.StartsWith("1 packet captured, 9 dropped\nlamina: the daemon ended the capture\n", cli.Error, StringComparison.Ordinal);
        PcapngFile file = PcapngFile.Read(written.ToArray());
        Assert.Single(file.Packets);
        Assert.Equal(9UL, file.Dropped);
    }

    public void Dispose() => _directory.Delete(recursive: true);

    /// <summary>Null where there is no tshark: there the reader of these tests has to do.</summary>
    private string? Dissect()
    {
        string script = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "..", "..", "tools", "wireshark", "lamina.lua"));
        Assert.True(File.Exists(script), script);
        try
        {
            using Process tshark = Process.Start(new ProcessStartInfo("tshark", ["-X", $"lua_script:{script}", "-r", FileName])
            {
                RedirectStandardOutput = true,
            })!;
            string text = tshark.StandardOutput.ReadToEnd();
            tshark.WaitForExit();
            Assert.Equal(0, tshark.ExitCode);
            output.WriteLine(text);
            return text;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            output.WriteLine("no tshark here: the dissector was not tried");
            return null;
        }
    }
}

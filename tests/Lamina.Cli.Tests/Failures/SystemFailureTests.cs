using Lamina.Cli.Tests.Programs;
using Lamina.Cli.Tests.Tracing;

namespace Lamina.Cli.Tests.Failures;

/// <summary>What the system refuses to the real program: room on a disk, permission.</summary>
public sealed class SystemFailureTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("lamina-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Theory]
    [InlineData("version")]
    [InlineData("--help")]
    [InlineData("sim ring --json")]
    [InlineData("doctor --json")]
    public async Task Standard_output_on_a_full_disk(string line)
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "there is no /dev/full");
        (int code, _, string error) = await RunAsync($"\"$LAMINA\" {line} > /dev/full");
        Sentence.Examine(error, "standard output cannot be written: No space left on device", "df -h");
        Assert.Equal(ExitCode.Failure, code);
    }

    [Theory]
    [InlineData("LAMINA_RUNTIME_DIR=full/run \"$LAMINA\" daemon", "stack default cannot have its sockets in")]
    [InlineData("LAMINA_RUNTIME_DIR=run LAMINA_STATE_DIR=full \"$LAMINA\" daemon", "full/default cannot be used")]
    [InlineData("LAMINA_STATE_DIR=full \"$LAMINA\" layer-authority init net", "full/default cannot be used")]
    [InlineData("\"$LAMINA\" man full/man", "the manual cannot be written to full/man")]
    [InlineData("\"$LAMINA\" sim ring --trace full/trace", "full/trace cannot be written")]
    public async Task A_full_disk(string line, string sentence)
    {
        RequireRoot();
        string script = $"cd {_directory.FullName} && mkdir full && mount -t tmpfs -o size=4k,nr_inodes=2 tmpfs full && echo > full/file && exec env {line}";
        (int code, _, string error) = await RunAsync($"unshare -m sh -c '{script}'");
        Sentence.Examine(error, sentence, "df -h");
        Assert.Contains("No space left on device", error);
        Assert.Equal(ExitCode.Failure, code);
    }

    [Theory]
    [InlineData("status", "no permission to open")]
    [InlineData("ipcp list", "no permission to open")]
    [InlineData("ping x", "no permission to attach to the stack in")]
    [InlineData("daemon", "cannot have its sockets in")]
    [InlineData("layer-authority init net", "default cannot be used: ")]
    public async Task A_missing_permission(string line, string sentence)
    {
        RequireRoot();
        const string Nobody = "setpriv --reuid 65534 --regid 65534 --clear-groups";
        Assert.SkipUnless((await RunAsync($"{Nobody} test -x \"$LAMINA\"")).Code == 0, "another user cannot run the program where it is");
        await using RealDaemon daemon = await RealDaemon.StartAsync();
        using RealProgram program = RealProgram.StartInShell($"{Nobody} \"$LAMINA\" {line}", daemon.RuntimeDirectory);
        (int code, _, string error) = await program.EndAsync();
        Sentence.Examine(error, sentence, line == "daemon" ? "LAMINA_RUNTIME_DIR=DIRECTORY" : "run it as the user of the daemon");
        Assert.Equal(ExitCode.Denied, code);
    }

    [Fact]
    public async Task A_capture_that_cannot_be_kept()
    {
        RequireRoot();
        await using TracedStacks stacks = await TracedStacks.StartAsync();
        await ExamineAsync("/dev/full", "true", "No space left on device", ExitCode.Failure, "df -h /dev");
        await ExamineAsync("full/capture", "mount -t tmpfs -o size=4k,nr_inodes=2 tmpfs full && echo > full/file", "No space left on device", ExitCode.Failure, "df -h");
        // It fills up while the capture runs.
        await ExamineAsync("full/capture", "mount -t tmpfs -o size=4k tmpfs full", "No space left on device", ExitCode.Failure, "df -h");
        await ExamineAsync("full/capture", "touch full/capture && chmod 400 full/capture", "this user may not write there", ExitCode.Denied, "another path");
        await ExamineAsync("full", "true", "it is a directory", ExitCode.Usage, "another path");
        await ExamineAsync("full/no/capture", "true", "its directory does not exist", ExitCode.Usage, "another path");

        async Task ExamineAsync(string file, string prepare, string sentence, int expected, string hint)
        {
            // Root that files are not open to: what any other user is, who yet may ask this daemon.
            string script = $"cd {_directory.FullName} && mkdir -p full && {prepare} && exec setpriv --bounding-set=-dac_override,-dac_read_search "
                + $"\"$LAMINA\" --stack a capture -w {file}";
            using RealProgram program = RealProgram.StartInShell($"exec unshare -m sh -c '{script}'", stacks.Daemon.RuntimeDirectory);
            while (!program.HasEnded)
            {
                await stacks.Daemon.MustAsync("--stack a ping oping -c 20 -i 0 -s 1000");
            }

            (int code, string output, string error) = await program.EndAsync();
            Sentence.Examine(error, $"{file} cannot be written: {sentence}", hint);
            Assert.Equal(expected, code);
            Assert.Equal("", output);
        }
    }

    [Fact]
    public async Task A_fault_that_nobody_waits_for()
    {
        await using RealDaemon daemon = await RealDaemon.StartAsync();
        string hook = typeof(SystemFailureTests).Assembly.Location;
        using RealProgram program = RealProgram.StartInShell(
            $"DOTNET_STARTUP_HOOKS={hook} exec \"$LAMINA\" nc --listen here", daemon.RuntimeDirectory);
        while (!(await daemon.MustAsync("name list")).Contains("here ", StringComparison.Ordinal))
        {
            Assert.False(program.HasEnded);
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }

        program.Type("now");
        (int code, _, string error) = await program.EndAsync();
        Sentence.Examine(
            string.Join('\n', error.TrimEnd('\n').Split('\n').TakeLast(2)), "a fault of this program: a thread broke", "LAMINA_DEBUG=1");
        Assert.Equal(ExitCode.Failure, code);
    }

    private async Task<(int Code, string Output, string Error)> RunAsync(string line)
    {
        using RealProgram program = RealProgram.StartInShell(line, _directory.FullName);
        return await program.EndAsync();
    }

    private static void RequireRoot()
    {
        string? missing = !OperatingSystem.IsLinux() ? "this is not Linux" : Environment.UserName != "root" ? "this needs root" : null;
        if (missing is not null)
        {
            Assert.False(Environment.GetEnvironmentVariable("LAMINA_REQUIRE_NAMESPACES") == "1", missing);
            Assert.Skip(missing);
        }
    }
}

using System.Diagnostics;

namespace Lamina.Cli.Tests.Manual;

/// <summary>The manual pages: written from the tree of commands, and read by man without a complaint.</summary>
public sealed class ManualTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("lamina-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public async Task There_is_a_page_for_each_command()
    {
        TestCli cli = new();
        string target = Path.Combine(_directory.FullName, "man1");
        Assert.Equal(ExitCode.Ok, await cli.RunAsync(["man", target]));
        Assert.Equal("", cli.Out);
        Assert.True(File.Exists(Path.Combine(target, "lamina-ipcp.1")));
        Assert.False(File.Exists(Path.Combine(target, "lamina-complete.1")));

        string root = await File.ReadAllTextAsync(Path.Combine(target, "lamina.1"), TestContext.Current.CancellationToken);
        Assert.StartsWith(".TH \"LAMINA\" 1 ", root);
        Assert.All(
            [".SH NAME", ".SH SYNOPSIS", ".SH COMMANDS", ".SH EXIT STATUS", ".SH ENVIRONMENT", ".SH FILES", ".SH SEE ALSO", "LAMINA_RUNTIME_DIR", "lamina\\-ping(1)"],
            part => Assert.Contains(part, root));

        string ping = await File.ReadAllTextAsync(Path.Combine(target, "lamina-ping.1"), TestContext.Current.CancellationToken);
        Assert.Contains(".TP\n\\fB\\-c, \\-\\-count N\\fR\nPackets to send; default: until interrupted\n", ping);
        Assert.Contains(".SH EXAMPLES\n.PP\n.nf\n    lamina ping oping \\-c 4\n.fi\n", ping);
    }

    [Fact]
    public async Task Groff_has_nothing_to_complain_of()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/groff"), "groff is not installed");
        TestCli cli = new();
        await cli.RunAsync(["man", _directory.FullName]);
        string[] pages = Directory.GetFiles(_directory.FullName);
        Assert.True(pages.Length > 15);
        ProcessStartInfo start = new("/usr/bin/groff", ["-man", "-ww", "-Tascii", .. pages])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        using Process groff = Process.Start(start)!;
        Task<string> text = groff.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        Assert.Equal("", await groff.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
        Assert.NotEqual("", await text);
        await groff.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, groff.ExitCode);
    }

    [Fact]
    public async Task A_place_that_is_no_directory_is_said()
    {
        TestCli cli = new();
        string file = Path.Combine(_directory.FullName, "file");
        await File.WriteAllTextAsync(file, "", TestContext.Current.CancellationToken);
        Assert.Equal(ExitCode.Failure, await cli.RunAsync(["man", file]));
        Assert.StartsWith($"lamina: the manual cannot be written to {file}: ", cli.Error);
    }
}

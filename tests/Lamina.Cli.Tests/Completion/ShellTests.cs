using System.Diagnostics;
using Lamina.Cli.Tests.Programs;

namespace Lamina.Cli.Tests.Completion;

/// <summary>The scripts in real shells, where they are installed, with the real program and no daemon.</summary>
public sealed class ShellTests
{
    /// <summary>Calls the function as bash does at a Tab: the line, the cursor, and the words that bash cut at = and :.</summary>
    private const string Ask = """
        source <("$LAMINA" completion bash)
        ask() {
            COMP_LINE=$1 COMP_POINT=${#1}
            read -ra COMP_WORDS <<< "$1"
            [[ $1 == *" " ]] && COMP_WORDS+=("")
            COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
            _lamina lamina
            echo "${COMPREPLY[*]}"
        }
        """;

    [Fact]
    public void Bash_completes_commands_options_and_values()
    {
        Require("bash");
        string output = Run("bash", Ask + """

            complete -p lamina
            ask "$LAMINA stat"
            ask "$LAMINA ipcp bootstrap u --ty"
            ask "$LAMINA ipcp bootstrap u --type u"
            ask "$LAMINA ping x --qos=vo"
            cd / && ask "$LAMINA bind program et"
            ask "$LAMINA show "
            """);
        Assert.Equal("complete -F _lamina lamina\nstatus\n--type\nudp unicast\nvoice\netc\n\n", output);
    }

    [Theory]
    [InlineData("zsh", "-n")]
    [InlineData("fish", "--no-execute")]
    public void Other_shells_can_read_their_scripts(string shell, string check)
    {
        Require(shell);
        Assert.Equal("", Run("bash", $"\"$LAMINA\" completion {shell} > script && {shell} {check} script 2>&1"));
    }

    private static void Require(string shell)
    {
        bool isThere = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(directory => File.Exists(Path.Combine(directory, shell)));
        Assert.SkipUnless(isThere, $"{shell} is not installed");
    }

    private static string Run(string shell, string script)
    {
        DirectoryInfo directory = Directory.CreateTempSubdirectory("lamina-");
        try
        {
            ProcessStartInfo start = new(shell, ["-c", script])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                WorkingDirectory = directory.FullName,
            };
            start.Environment["LAMINA"] = RealDaemon.LaminaFile;
            start.Environment["LAMINA_RUNTIME_DIR"] = directory.FullName;
            using Process process = Process.Start(start)!;
            Task<string> error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            Assert.Equal("", error.GetAwaiter().GetResult());
            return output;
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }
}

using System.CommandLine;
using Lamina.Cli.Grammar;

namespace Lamina.Cli.Completion;

/// <summary>lamina completion bash|zsh|fish|pwsh</summary>
internal static class CompletionCommand
{
    private static readonly Dictionary<string, string> Scripts = new()
    {
        ["bash"] = BashScript.Text,
        ["zsh"] = ZshScript.Text,
        ["fish"] = FishScript.Text,
        ["pwsh"] = PwshScript.Text,
    };

    public static Command Create(CliContext context)
    {
        Argument<string?> shell = new Argument<string?>("SHELL") { Description = "bash, zsh, fish or pwsh" }.OneOf([.. Scripts.Keys]);
        Command command = new(
            "completion", "Prints the script that lets a shell complete commands, options and live names. Example: source <(lamina completion bash)")
        {
            shell,
        };
        command.SetAction(result => context.Out.Write(Scripts[result.GetRequiredValue(shell)!]));
        return command;
    }
}

namespace Lamina.Cli.Completion;

/// <summary>fish takes a tab between a word and its description, as the candidates come.</summary>
internal static class FishScript
{
    public const string Text = """
        # Completion of lamina for fish. Now:     lamina completion fish | source
        # For good:  lamina completion fish > ~/.config/fish/completions/lamina.fish
        function __lamina_complete
            set -l words (commandline -opc)
            set -l current (commandline -ct)
            for line in ($words[1] complete -- $words[2..-1] "$current" 2> /dev/null)
                switch $line
                    case :files
                        __fish_complete_path "$current"
                    case :directories
                        __fish_complete_directories "$current"
                    case '*'
                        echo $line
                end
            end
        end
        complete -c lamina -f -a '(__lamina_complete)'

        """;
}

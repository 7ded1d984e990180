namespace Lamina.Cli.Completion;

/// <summary>zsh shows the descriptions.</summary>
internal static class ZshScript
{
    public const string Text = """
        #compdef lamina
        # Completion of lamina for zsh. Now:      source <(lamina completion zsh)
        # For good:  lamina completion zsh > "${fpath[1]}/_lamina"
        _lamina() {
            local line word
            local -a found
            while IFS= read -r line; do
                case $line in
                    :files) _files; return ;;
                    :directories) _files -/; return ;;
                    *$'\t'*) word=${line%%$'\t'*}; found+=("${word//:/\\:}:${line#*$'\t'}") ;;
                    *) found+=("${line//:/\\:}") ;;
                esac
            done < <("${(Q)words[1]}" complete -- "${(@Q)words[2,CURRENT]}" 2> /dev/null)
            _describe lamina found
        }
        if [ "$funcstack[1]" = "_lamina" ]; then
            _lamina "$@"
        else
            compdef _lamina lamina
        fi

        """;
}

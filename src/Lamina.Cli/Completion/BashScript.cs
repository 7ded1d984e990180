namespace Lamina.Cli.Completion;

/// <summary>
/// bash takes words apart at = and :, and replaces only what is behind the last of them; so the line is read as it stands, and
/// what bash keeps is cut from every answer.
/// </summary>
internal static class BashScript
{
    public const string Text = """"
        # Completion of lamina for bash. Now:     source <(lamina completion bash)
        # For good:  lamina completion bash > ~/.local/share/bash-completion/completions/lamina
        _lamina()
        {
            local text=${COMP_LINE:0:COMP_POINT} words line kept current
            read -ra words <<< "$text"
            [[ $text == *[[:space:]] ]] && words+=("")
            current=${words[-1]}
            kept=${current%"${current##*[=:]}"}
            COMPREPLY=()
            while IFS= read -r line; do
                case $line in
                    :files) compopt -o filenames 2> /dev/null; mapfile -t COMPREPLY < <(compgen -f -- "$current") ;;
                    :directories) compopt -o filenames 2> /dev/null; mapfile -t COMPREPLY < <(compgen -d -- "$current") ;;
                    *) line=${line%%$'\t'*}; line=${line#"$kept"}; COMPREPLY+=("$(printf %q "$line")") ;;
                esac
            done < <("${words[0]/#\~/$HOME}" complete -- "${words[@]:1}" 2> /dev/null)
        }
        complete -F _lamina lamina

        """";
}

namespace Lamina.Cli.Completion;

/// <summary>PowerShell hands over a syntax tree; its elements up to the cursor are the words.</summary>
internal static class PwshScript
{
    public const string Text = """
        # Completion of lamina for PowerShell. Now:  lamina completion pwsh | Out-String | Invoke-Expression
        # For good:  the same line in $PROFILE
        Register-ArgumentCompleter -Native -CommandName lamina -ScriptBlock {
            param($wordToComplete, $commandAst, $cursorPosition)
            $words = @($commandAst.CommandElements |
                Where-Object { $_.Extent.EndOffset -lt $cursorPosition -or $_.Extent.Text -ne $wordToComplete } |
                Select-Object -Skip 1 | ForEach-Object { $_.Extent.Text.Trim("'`"") })
            & $commandAst.CommandElements[0].Extent.Text complete '--' @words $wordToComplete 2> $null | ForEach-Object {
                $word, $description = $_ -split "`t", 2
                if (-not $description) { $description = $word }
                if ($word -notin ':files', ':directories') {
                    [System.Management.Automation.CompletionResult]::new($word, $word, 'ParameterValue', $description)
                }
            }
        }

        """;
}

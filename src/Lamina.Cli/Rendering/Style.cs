namespace Lamina.Cli.Rendering;

/// <summary>Emphasis on terminals that want it; plain text everywhere else.</summary>
public readonly record struct Style(bool IsEnabled)
{
    /// <summary>NO_COLOR, TERM=dumb and whatever is no terminal get plain text.</summary>
    public static Style For(bool isTerminal, Func<string, string?> environment) =>
        new(isTerminal && string.IsNullOrEmpty(environment("NO_COLOR")) && environment("TERM") is not "dumb");

    public string Bold(string text) => Wrap(text, "1");

    public string Warning(string text) => Wrap(text, "33");

    public string Dim(string text) => Wrap(text, "2");

    private string Wrap(string text, string code) => IsEnabled ? $"\e[{code}m{text}\e[0m" : text;
}

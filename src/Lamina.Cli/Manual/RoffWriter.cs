namespace Lamina.Cli.Manual;

/// <summary>A page in roff (man macros). Text is escaped here and nowhere else.</summary>
internal sealed class RoffWriter(TextWriter output)
{
    public void Title(string page, string version) =>
        output.WriteLine($".TH \"{Escape(page.ToUpperInvariant())}\" 1 \"\" \"lamina {Escape(version)}\" \"Lamina\"");

    public void Section(string title) => output.WriteLine($".SH {title}");

    public void Subsection(string title) => output.WriteLine($".SS {Escape(title)}");

    public void Paragraph(string text)
    {
        output.WriteLine(".PP");
        Line(text);
    }

    /// <summary>A term, and what it is.</summary>
    public void Item(string term, string text)
    {
        output.WriteLine(".TP");
        output.WriteLine($"\\fB{Escape(term)}\\fR");
        Line(text.Length == 0 ? "." : text);
    }

    /// <summary>Lines as they are typed.</summary>
    public void Code(params ReadOnlySpan<string> lines)
    {
        output.WriteLine(".PP");
        output.WriteLine(".nf");
        foreach (string line in lines)
        {
            Line($"    {line}");
        }

        output.WriteLine(".fi");
    }

    public void Line(string text)
    {
        string escaped = Escape(text);
        // A dot or an apostrophe at the beginning of a line is a request.
        output.WriteLine(escaped.Length > 0 && escaped[0] is '.' or '\'' ? $"\\&{escaped}" : escaped);
    }

    private static string Escape(string text) => text.ReplaceLineEndings(" ")
        .Replace("\\", "\\e", StringComparison.Ordinal)
        .Replace("-", "\\-", StringComparison.Ordinal)
        .Replace("'", "\\(aq", StringComparison.Ordinal)
        .Replace("`", "\\(ga", StringComparison.Ordinal)
        .Replace("~", "\\(ti", StringComparison.Ordinal)
        .Replace("^", "\\(ha", StringComparison.Ordinal)
        .Replace("\"", "\\(dq", StringComparison.Ordinal);
}

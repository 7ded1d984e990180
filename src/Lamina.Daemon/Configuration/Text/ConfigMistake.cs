namespace Lamina.Daemon.Configuration.Text;

/// <summary>Something that a configuration cannot mean.</summary>
/// <param name="Position">Where it is.</param>
/// <param name="Message">What is wrong.</param>
/// <param name="Hint">What would be right; may be empty.</param>
public sealed record ConfigMistake(ConfigPosition Position, string Message, string Hint = "")
{
    /// <summary>As compilers say it, so that editors find the place.</summary>
    public string Describe(string file)
    {
        string place = Position.Line == 0 ? $"{file}: {Message}" : $"{file}:{Position.Line}:{Position.Column}: {Message}";
        return Hint.Length == 0 ? place : $"{place} (try: {Hint})";
    }
}

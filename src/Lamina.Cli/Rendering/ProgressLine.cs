namespace Lamina.Cli.Rendering;

/// <summary>One line on a terminal that says how far a long run is; nothing elsewhere, and nothing in the first half second.</summary>
internal sealed class ProgressLine(CliContext context) : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    private long _last = context.Clock.GetTimestamp();
    private int _length;

    /// <summary>True when there is someone to tell something new.</summary>
    public bool IsDue => context.HasErrorTerminal && context.Clock.GetElapsedTime(_last) >= Interval;

    public void Write(string text)
    {
        context.Error.Write($"\r{text.PadRight(_length)}");
        _length = text.Length;
        _last = context.Clock.GetTimestamp();
    }

    /// <summary>Gives the line back to whoever writes next.</summary>
    public void Clear()
    {
        if (_length > 0)
        {
            context.Error.Write($"\r{new string(' ', _length)}\r");
            _length = 0;
        }
    }

    public void Dispose() => Clear();
}

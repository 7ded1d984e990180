using System.Text;

namespace Lamina.Cli.Rendering;

/// <summary>Standard error. What cannot be said there is not said: a closed terminal must not change how a command ends.</summary>
internal sealed class ErrorWriter : TextWriter
{
    private readonly TextWriter _target;

    private ErrorWriter(TextWriter target) => _target = target;

    public override Encoding Encoding => _target.Encoding;

    public static TextWriter Open() => Synchronized(new ErrorWriter(Console.Error));

    public override void Write(char value) => Write(value.ToString());

    public override void Write(string? value)
    {
        try
        {
            _target.Write(value);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // Nobody reads it.
        }
    }

    public override void WriteLine(string? value) => Write(value + NewLine);
}

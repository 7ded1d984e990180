namespace Lamina.Daemon.Configuration.Applying;

/// <summary>How much applying a configuration changed.</summary>
internal sealed class Tally
{
    public int Done { get; set; }

    public int Undone { get; set; }
}

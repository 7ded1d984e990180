namespace Lamina.Daemon.Configuration.Text;

/// <summary>A place in a file, as editors count: from 1.</summary>
public readonly record struct ConfigPosition(int Line, int Column);

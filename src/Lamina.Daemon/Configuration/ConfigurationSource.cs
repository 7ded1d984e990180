using Lamina.Daemon.Hosting;

namespace Lamina.Daemon.Configuration;

/// <summary>Where a daemon's configuration is.</summary>
/// <param name="File">The file; read again at SIGHUP.</param>
/// <param name="Resolve">The places of a stack.</param>
public sealed record ConfigurationSource(string File, Func<string, StackPaths> Resolve);

namespace Lamina.Daemon.Hosting;

/// <summary>Another daemon runs the stack.</summary>
public sealed class StackBusyException(StackPaths paths, Exception inner)
    : Exception($"another daemon runs this stack ({paths.Name}, in {paths.Directory})", inner);

using Lamina.Daemon.Configuration;
using Lamina.Daemon.Hosting;
using Lamina.Daemon.Hosting.State;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Lamina.Daemon;

/// <summary>What a daemon runs.</summary>
public sealed record DaemonOptions
{
    /// <summary>Its stacks, besides those of the configuration.</summary>
    public required IReadOnlyList<StackPaths> Stacks { get; init; }

    /// <summary>Opens a stack whose directory has been claimed.</summary>
    public required Func<StackPaths, StackTerms, ValueTask<IHostedStack>> OpenStack { get; init; }

    /// <summary>Where it says that it is ready.</summary>
    public required TextWriter Out { get; init; }

    /// <summary>Where it says what happens; nowhere by default.</summary>
    public ILogger Log { get; init; } = NullLogger.Instance;

    /// <summary>Where stacks keep what outlives the daemon; null: nowhere.</summary>
    public StatePlace? State { get; init; }

    /// <summary>What it does to its stacks; null: nothing.</summary>
    public ConfigurationSource? Configuration { get; init; }

    /// <summary>The variables by which a service manager speaks; none by default.</summary>
    public Func<string, string?> Environment { get; init; } = _ => null;
}

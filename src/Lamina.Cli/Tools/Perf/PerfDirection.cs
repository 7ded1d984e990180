namespace Lamina.Cli.Tools.Perf;

/// <summary>Who sends.</summary>
internal enum PerfDirection
{
    /// <summary>The client.</summary>
    Forward = 0,

    /// <summary>The server.</summary>
    Reverse = 1,

    /// <summary>Both at once.</summary>
    Both = 2,
}

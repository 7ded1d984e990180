using Lamina.Daemon.Configuration.Steps;
using Lamina.Daemon.Configuration.Text;
using Lamina.Node.Access;

namespace Lamina.Daemon.Configuration;

/// <summary>What a configuration wants of one stack.</summary>
/// <param name="Name">The stack's name.</param>
/// <param name="Position">Where the file says it.</param>
/// <param name="Steps">What to do, in an order in which it can be done.</param>
public sealed record StackConfiguration(string Name, ConfigPosition Position, IReadOnlyList<ConfigStep> Steps)
{
    /// <summary>Who may do what with it; null: the usual ones.</summary>
    public AccessPolicy? Access { get; init; }
}

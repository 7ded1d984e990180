using Lamina.Daemon.Hosting.State;
using Lamina.Node.Access;

namespace Lamina.Daemon.Hosting;

/// <summary>What a stack is opened with.</summary>
/// <param name="State">What it keeps on disk; null: nothing.</param>
/// <param name="Access">Who may do what.</param>
public sealed record StackTerms(StackState? State, StackAccess Access);

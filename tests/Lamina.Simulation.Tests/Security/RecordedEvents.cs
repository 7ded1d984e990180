using Lamina.Core;

namespace Lamina.Simulation.Tests.Security;

/// <summary>What a host's people would read in its log.</summary>
internal sealed class RecordedEvents : IStackEvents
{
    public List<string> All { get; } = [];

    public void Handle(StackEventKind kind, string subject, string detail) => All.Add($"{kind}: {subject} {detail}");
}

namespace Lamina.Tests.Shared;

/// <summary>Tests that count what the whole process does: no other test runs at the same time.</summary>
[CollectionDefinition(nameof(AlonePerProcess), DisableParallelization = true)]
public sealed class AlonePerProcess;

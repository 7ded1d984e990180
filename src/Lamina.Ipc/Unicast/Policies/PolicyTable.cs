using Lamina.Core;

namespace Lamina.Ipc.Unicast.Policies;

/// <summary>The policies of one kind by name.</summary>
/// <typeparam name="TPolicy">What a policy of this kind can do.</typeparam>
/// <param name="kind">The kind, as a person reads it: "routing".</param>
public sealed class PolicyTable<TPolicy>(string kind)
    where TPolicy : class
{
    private readonly SortedDictionary<string, TPolicy> _policies = new(StringComparer.Ordinal);

    /// <summary>The kind, as a person reads it.</summary>
    public string Kind { get; } = kind;

    /// <summary>All names, sorted.</summary>
    public IReadOnlyCollection<string> Names => _policies.Keys;

    /// <summary>Adds a policy.</summary>
    /// <exception cref="ArgumentException">The name is taken: layers would mean two things by it.</exception>
    public void Add(string name, TPolicy policy) => _policies.Add(name, policy);

    /// <summary>The policy of a name; null where there is none.</summary>
    public TPolicy? Find(string name) => _policies.GetValueOrDefault(name);

    /// <summary>Ok, or that the name is unknown and which are known.</summary>
    internal Outcome Examine(string name) => _policies.ContainsKey(name)
        ? Outcome.Ok
        : Outcome.NotFound($"there is no {Kind} policy '{name}'{Suggestion.Ask(name, Names)}", $"known: {string.Join(", ", Names)}");
}

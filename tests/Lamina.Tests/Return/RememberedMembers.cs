using System.Collections.Concurrent;
using Lamina.Core;
using Lamina.Ipc;

namespace Lamina.Tests.Return;

/// <summary>What a state directory would keep.</summary>
internal sealed class RememberedMembers : IMemberMemory
{
    private readonly ConcurrentDictionary<(string Process, Name Layer), FormerLife> _lives = new();

    public FormerLife? Recall(string process, Name layer) => _lives.TryGetValue((process, layer), out FormerLife life) ? life : null;

    public void Remember(string process, Name layer, FormerLife life) => _lives[(process, layer)] = life;

    public void Forget() => _lives.Clear();
}

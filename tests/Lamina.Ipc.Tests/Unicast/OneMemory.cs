using Lamina.Core;

namespace Lamina.Ipc.Tests.Unicast;

/// <summary>What a stack remembers of its members, in a dictionary.</summary>
internal sealed class OneMemory : IMemberMemory
{
    public Dictionary<string, FormerLife> Lives { get; } = [];

    public FormerLife? Recall(string process, Name layer) => Lives.TryGetValue(process, out FormerLife life) ? life : null;

    public void Remember(string process, Name layer, FormerLife life) => Lives[process] = life;
}
